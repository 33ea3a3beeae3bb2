import { createHash } from 'node:crypto';
import { OPEN_END, OPEN_START } from '@dayferry/core';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addIndex, addTable, dialectOf, removeIndex } from './additions.js';
import { createStatements } from './ddl.js';
import { tables } from './schema.table.js';

/**
 * The schema as schema.table.ts has it now: a fresh database is made whole by this one. Those that follow bring older
 * databases up to it and skip what is there. They expand before they contract, so that old and new replicas run side by
 * side.
 */
class FirstSchema1763700000000 implements MigrationInterface {
  readonly name = 'FirstSchema1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    const dialect = dialectOf(runner);
    for (const table of tables) {
      for (const statement of createStatements(table, dialect)) await runner.query(statement);
    }
    const insert = dialect === 'sqlite' ? 'INSERT OR IGNORE' : 'INSERT IGNORE';
    await runner.query(`${insert} INTO store_state (id, directory_version) VALUES (1, 1)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables.toReversed()) await runner.query(`DROP TABLE IF EXISTS ${table.name}`);
  }
}

/** Change sequences for access rules, calendar lists and settings. */
class CollectionSequences1763720000000 implements MigrationInterface {
  readonly name = 'CollectionSequences1763720000000';

  async up(runner: QueryRunner): Promise<void> {
    await addTable(runner, 'collection_sync');
    await addTable(runner, 'setting_change');
    await addColumn(runner, 'acl_rule', 'seq', 'DEFAULT 0');
    await addIndex(runner, 'acl_rule', 'acl_rule_seq');
    await addColumn(runner, 'calendar_list_entry', 'seq', 'DEFAULT 0');
    await addColumn(runner, 'calendar_list_entry', 'removed_id');
    await addIndex(runner, 'calendar_list_entry', 'calendar_list_entry_seq');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM acl_rule WHERE role = 'none'`);
    await runner.query('DELETE FROM calendar_list_entry WHERE removed_id IS NOT NULL');
    await removeIndex(runner, 'calendar_list_entry', 'calendar_list_entry_seq');
    await runner.query('ALTER TABLE calendar_list_entry DROP COLUMN removed_id');
    await runner.query('ALTER TABLE calendar_list_entry DROP COLUMN seq');
    await removeIndex(runner, 'acl_rule', 'acl_rule_seq');
    await runner.query('ALTER TABLE acl_rule DROP COLUMN seq');
    await runner.query('DROP TABLE setting_change');
    await runner.query('DROP TABLE collection_sync');
  }
}

/** Dead properties of WebDAV; and the way from a person to the calendars that are shared with them. */
class ResourceProperties1763730000000 implements MigrationInterface {
  readonly name = 'ResourceProperties1763730000000';

  async up(runner: QueryRunner): Promise<void> {
    await addTable(runner, 'resource_property');
    await addIndex(runner, 'acl_rule', 'acl_rule_scope');
  }

  async down(runner: QueryRunner): Promise<void> {
    await removeIndex(runner, 'acl_rule', 'acl_rule_scope');
    await runner.query('DROP TABLE resource_property');
  }
}

/** Private read-only addresses of calendars. */
class CalendarLinks1763740000000 implements MigrationInterface {
  readonly name = 'CalendarLinks1763740000000';

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'calendar', 'link_hash');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE calendar DROP COLUMN link_hash');
  }
}

/** Leases for the outbox, and push channels. */
class Outbox1763790000000 implements MigrationInterface {
  readonly name = 'Outbox1763790000000';

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'outbox', 'attempts', 'DEFAULT 0');
    await addIndex(runner, 'outbox', 'outbox_topic');
    await addTable(runner, 'push_channel');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE push_channel');
    await removeIndex(runner, 'outbox', 'outbox_topic');
    await runner.query('ALTER TABLE outbox DROP COLUMN attempts');
  }
}

/** The time index. What is there already is not covered: the engine answers for it until upkeep, or a write, covers it. */
class TimeIndex1763800000000 implements MigrationInterface {
  readonly name = 'TimeIndex1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'series', 'covered_from', `DEFAULT ${OPEN_END}`);
    await addColumn(runner, 'series', 'covered_until', `DEFAULT ${OPEN_START}`);
    await addIndex(runner, 'series', 'series_covered_from');
    await addIndex(runner, 'series', 'series_covered_until');
    await addTable(runner, 'instance');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE instance');
    await removeIndex(runner, 'series', 'series_covered_until');
    await removeIndex(runner, 'series', 'series_covered_from');
    await runner.query('ALTER TABLE series DROP COLUMN covered_until');
    await runner.query('ALTER TABLE series DROP COLUMN covered_from');
  }
}

/** App passwords for some protocols, or some calendars, only. */
class CredentialLimits1763810000000 implements MigrationInterface {
  readonly name = 'CredentialLimits1763810000000';

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'credential', 'protocols');
    await addColumn(runner, 'credential', 'calendars');
  }

  /** A credential with limits would open everything without them. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM credential WHERE protocols IS NOT NULL OR calendars IS NOT NULL');
    await runner.query('ALTER TABLE credential DROP COLUMN calendars');
    await runner.query('ALTER TABLE credential DROP COLUMN protocols');
  }
}

/** Push channels for events of some types. */
class ChannelEventTypes1763850000000 implements MigrationInterface {
  readonly name = 'ChannelEventTypes1763850000000';

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'push_channel', 'event_types');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE push_channel DROP COLUMN event_types');
  }
}

/** Inboxes with scheduling messages, for organisations that want them. */
class Inboxes1763870000000 implements MigrationInterface {
  readonly name = 'Inboxes1763870000000';

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'organisation', 'inbox_days', 'DEFAULT 0');
    await addTable(runner, 'inbox_message');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE inbox_message');
    await runner.query(`DELETE FROM collection_sync WHERE collection = 'inbox'`);
    await runner.query('ALTER TABLE organisation DROP COLUMN inbox_days');
  }
}

/** Legacy doors of an organisation's own, and the nonces of signed requests. */
class LegacySignIn1763880000000 implements MigrationInterface {
  readonly name = 'LegacySignIn1763880000000';

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'organisation', 'legacy_doors');
    await addTable(runner, 'used_nonce');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE used_nonce');
    await runner.query('ALTER TABLE organisation DROP COLUMN legacy_doors');
  }
}

/** Programs of AuthSub are found by their site; those that are there get a record for each. */
class ConsumerSites1763890000000 implements MigrationInterface {
  readonly name = 'ConsumerSites1763890000000';

  async up(runner: QueryRunner): Promise<void> {
    const consumers = (await runner.query(
      `SELECT client_id, payload FROM oauth_record WHERE model = 'Consumer' ORDER BY client_id`,
    )) as { client_id: string; payload: string }[];
    const insert = dialectOf(runner) === 'sqlite' ? 'INSERT OR IGNORE' : 'INSERT IGNORE';
    for (const { client_id, payload } of consumers) {
      const { key, sites } = JSON.parse(payload) as { key: string; sites: string[] };
      for (const site of sites) {
        const hash = createHash('sha256').update(`ConsumerSite:${site}`).digest('hex');
        const values = [hash, 'ConsumerSite', client_id, key];
        await runner.query(
          `${insert} INTO oauth_record (record_hash, model, client_id, payload) VALUES (?, ?, ?, ?)`,
          values,
        );
      }
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM oauth_record WHERE model = 'ConsumerSite'`);
  }
}

/** A migration that adds tables and nothing else. */
function newTables(name: string, ...tables: string[]): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = name;

    async up(runner: QueryRunner): Promise<void> {
      for (const table of tables) await addTable(runner, table);
    }

    async down(runner: QueryRunner): Promise<void> {
      for (const table of tables.toReversed()) await runner.query(`DROP TABLE ${table}`);
    }
  };
}

export const migrations = [
  FirstSchema1763700000000,
  CollectionSequences1763720000000,
  ResourceProperties1763730000000,
  CalendarLinks1763740000000,
  Outbox1763790000000,
  TimeIndex1763800000000,
  CredentialLimits1763810000000,
  // And wrong passwords counted for all replicas.
  newTables('AuditLog1763820000000', 'audit_entry', 'sign_in_failure'),
  newTables('BrowserSessions1763830000000', 'browser_session'),
  // Delegates, invitations to calendars, and what is told of them.
  newTables('SharingAndDelegation1763840000000', 'delegation', 'share_invitation', 'share_notice'),
  ChannelEventTypes1763850000000,
  newTables('OauthRecords1763860000000', 'oauth_record'),
  Inboxes1763870000000,
  LegacySignIn1763880000000,
  ConsumerSites1763890000000,
];
