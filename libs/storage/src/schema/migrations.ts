import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createStatements } from './ddl.js';
import { tables } from './schema.table.js';

/** The first schema. Later ones expand before they contract, so that old and new replicas run side by side. */
class FirstSchema1763700000000 implements MigrationInterface {
  readonly name = 'FirstSchema1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    const dialect = runner.dataSource.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql';
    for (const table of tables) {
      for (const statement of createStatements(table, dialect)) await runner.query(statement);
    }
    await runner.query('INSERT INTO store_state (id, directory_version) VALUES (1, 1)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables.toReversed()) await runner.query(`DROP TABLE ${table.name}`);
  }
}

export const migrations = [FirstSchema1763700000000];
