/** Column types that both databases know; see `columnSql` for how each spells them. */
export type ColumnType = 'key' | 'hash' | 'ascii' | 'short' | 'long' | 'text' | 'int' | 'big';

export interface TableDefinition {
  name: string;
  /** name → type; `?` behind the type = may be null. */
  columns: Record<string, ColumnType | `${ColumnType}?`>;
  primary: string[];
  unique?: Record<string, string[]>;
  indexes?: Record<string, string[]>;
  /** Rows lie in the order of the primary key: a range of it is one read. InnoDB's are so in any case. */
  isClustered?: boolean;
}

/**
 * The one definition of the schema. Every table has a primary key that the application makes; rows of a calendar carry
 * its key first; nothing cascades. UIDs and names are looked up by SHA-256, because collations disagree about trailing
 * spaces and indexes about length.
 */
export const tables: TableDefinition[] = [
  { name: 'store_state', columns: { id: 'int', directory_version: 'big' }, primary: ['id'] },
  {
    name: 'organisation',
    columns: { organisation_key: 'key', domain: 'short', name: 'long', inbox_days: 'int', legacy_doors: 'text?' },
    primary: ['organisation_key'],
    unique: { organisation_domain: ['domain'] },
  },
  {
    name: 'principal',
    columns: {
      principal_key: 'key',
      organisation_key: 'key',
      kind: 'ascii',
      email: 'short',
      name: 'long',
      is_admin: 'int',
      created: 'big',
      settings: 'text',
    },
    primary: ['principal_key'],
    unique: { principal_email: ['email'] },
  },
  {
    name: 'group_member',
    columns: { group_key: 'key', member_key: 'key' },
    primary: ['group_key', 'member_key'],
    indexes: { group_member_member: ['member_key', 'group_key'] },
  },
  {
    // Who acts for whom on all of the owner's calendars; the delegate is a user or a group.
    name: 'delegation',
    columns: { owner_key: 'key', role: 'ascii', delegate_key: 'key' },
    primary: ['owner_key', 'role', 'delegate_key'],
    indexes: { delegation_delegate: ['delegate_key'] },
  },
  {
    name: 'credential',
    columns: {
      credential_key: 'key',
      user_key: 'key',
      kind: 'ascii',
      name: 'long',
      hash: 'short',
      scopes: 'text',
      protocols: 'text?',
      calendars: 'text?',
      created: 'big',
      expires: 'big?',
      last_used: 'big?',
    },
    primary: ['credential_key'],
    indexes: { credential_user: ['user_key'], credential_hash: ['hash'] },
  },
  {
    name: 'calendar',
    columns: {
      calendar_key: 'key',
      id: 'short',
      owner_key: 'key',
      kind: 'ascii',
      title: 'long',
      description: 'text?',
      location: 'text?',
      time_zone: 'short',
      components: 'ascii',
      collection_name: 'long',
      collection_hash: 'hash',
      created: 'big',
      updated: 'big',
      times_cleaned: 'int',
      revision: 'big',
      properties: 'text',
      link_hash: 'hash?',
    },
    primary: ['calendar_key'],
    unique: { calendar_id: ['id'], calendar_collection: ['owner_key', 'collection_hash'] },
  },
  {
    name: 'calendar_sync',
    columns: { calendar_key: 'key', epoch: 'ascii', seq: 'big', min_seq: 'big' },
    primary: ['calendar_key'],
  },
  {
    name: 'calendar_list_entry',
    columns: {
      user_key: 'key',
      calendar_key: 'key',
      color_id: 'ascii?',
      color: 'short?',
      foreground_color: 'short?',
      is_hidden: 'int',
      is_selected: 'int',
      title_override: 'long?',
      position: 'big?',
      revision: 'big',
      default_reminders: 'text',
      notifications: 'text',
      properties: 'text',
      seq: 'big',
      // Of an entry that was taken off the list: the calendar's id, which may be gone with the calendar.
      removed_id: 'short?',
    },
    primary: ['user_key', 'calendar_key'],
    indexes: { calendar_list_entry_calendar: ['calendar_key'], calendar_list_entry_seq: ['user_key', 'seq'] },
  },
  {
    // A rule that was taken away stays with the role `none`.
    name: 'acl_rule',
    columns: { calendar_key: 'key', scope_type: 'ascii', scope_value: 'short', role: 'ascii', seq: 'big' },
    primary: ['calendar_key', 'scope_type', 'scope_value'],
    indexes: {
      acl_rule_seq: ['calendar_key', 'seq'],
      acl_rule_scope: ['scope_type', 'scope_value', 'calendar_key'],
    },
  },
  {
    name: 'share_invitation',
    columns: {
      calendar_key: 'key',
      user_key: 'key',
      invitation_key: 'key',
      role: 'ascii',
      state: 'ascii',
      title: 'long?',
      own_title: 'long?',
    },
    primary: ['calendar_key', 'user_key'],
    indexes: { share_invitation_user: ['user_key'] },
  },
  {
    // What a person is told of calendars that are shared. `version` is another one with every write.
    name: 'share_notice',
    columns: { user_key: 'key', name: 'ascii', calendar_key: 'key', version: 'key', created: 'big', content: 'text' },
    primary: ['user_key', 'name'],
    indexes: { share_notice_calendar: ['calendar_key'] },
  },
  {
    // Scheduling messages; without a text, they are gone.
    name: 'inbox_message',
    columns: {
      user_key: 'key',
      name: 'ascii',
      seq: 'big',
      created: 'big',
      expires: 'big?',
      method: 'ascii',
      uid: 'long',
      uid_hash: 'hash',
      sender: 'short',
      ical: 'text?',
    },
    primary: ['user_key', 'name'],
    indexes: {
      inbox_message_seq: ['user_key', 'seq'],
      inbox_message_uid: ['user_key', 'uid_hash'],
      inbox_message_expires: ['expires'],
    },
  },
  {
    // Change sequences of small collections: a calendar's rules; a user's calendar list, settings and inbox.
    name: 'collection_sync',
    columns: { owner_key: 'key', collection: 'ascii', seq: 'big', min_seq: 'big' },
    primary: ['owner_key', 'collection'],
  },
  {
    name: 'setting_change',
    columns: { user_key: 'key', name: 'ascii', seq: 'big' },
    primary: ['user_key', 'name'],
  },
  {
    name: 'series',
    columns: {
      calendar_key: 'key',
      series_key: 'key',
      id: 'ascii',
      uid: 'long',
      uid_hash: 'hash',
      live_uid: 'hash?',
      resource_name: 'long',
      live_name: 'hash?',
      kind: 'ascii',
      seq: 'big',
      schedule_revision: 'big',
      created: 'big',
      updated: 'big',
      start_utc: 'big',
      end_utc: 'big',
      is_exact: 'int',
      is_deleted: 'int',
      privacy: 'int',
      ical_size: 'big',
      covered_from: 'big',
      covered_until: 'big',
    },
    primary: ['calendar_key', 'series_key'],
    unique: {
      series_id: ['calendar_key', 'id'],
      series_live_uid: ['calendar_key', 'live_uid'],
      series_live_name: ['calendar_key', 'live_name'],
    },
    indexes: {
      series_seq: ['calendar_key', 'seq'],
      series_time: ['calendar_key', 'is_deleted', 'start_utc', 'end_utc'],
      series_updated: ['calendar_key', 'updated', 'series_key'],
      series_uid: ['calendar_key', 'uid_hash'],
      series_covered_from: ['calendar_key', 'covered_from'],
      series_covered_until: ['calendar_key', 'covered_until'],
    },
  },
  {
    name: 'instance',
    columns: {
      calendar_key: 'key',
      lane: 'int',
      start_utc: 'big',
      series_key: 'key',
      original: 'big',
      end_utc: 'big',
      busy: 'int',
      state: 'int',
    },
    primary: ['calendar_key', 'lane', 'start_utc', 'series_key', 'original'],
    indexes: { instance_series: ['calendar_key', 'series_key'] },
    isClustered: true,
  },
  {
    name: 'series_body',
    columns: { calendar_key: 'key', series_key: 'key', body: 'text', ical: 'text', search_text: 'text' },
    primary: ['calendar_key', 'series_key'],
  },
  {
    // Properties that clients made up (RFC 4918 §4.1). `scope_key` is a calendar's key, with a series or `self` as the
    // resource, or a user's key, with one of that user's collections by its name.
    name: 'resource_property',
    columns: {
      scope_key: 'key',
      resource_key: 'key',
      name_hash: 'hash',
      name: 'text',
      value: 'text',
      size: 'int',
    },
    primary: ['scope_key', 'resource_key', 'name_hash'],
  },
  {
    name: 'outbox',
    columns: {
      message_key: 'key',
      topic: 'ascii',
      calendar_key: 'key?',
      payload: 'text',
      due: 'big',
      attempts: 'int',
    },
    primary: ['message_key'],
    indexes: { outbox_due: ['due', 'message_key'], outbox_topic: ['topic', 'due', 'message_key'] },
  },
  {
    // `due` is also the lease of the worker that has the row.
    name: 'push_channel',
    columns: {
      channel_key: 'key',
      user_key: 'key',
      id: 'short',
      resource: 'ascii',
      owner_key: 'key',
      resource_id: 'ascii',
      resource_uri: 'text',
      address: 'text',
      token: 'text?',
      expires: 'big',
      created: 'big',
      seen_seq: 'big',
      message_number: 'big',
      due: 'big',
      attempts: 'int',
      event_types: 'text?',
    },
    primary: ['channel_key'],
    unique: { push_channel_id: ['user_key', 'id'] },
    indexes: { push_channel_due: ['due'], push_channel_expires: ['expires'] },
  },
  {
    name: 'audit_entry',
    columns: {
      entry_key: 'key',
      at: 'big',
      action: 'ascii',
      actor: 'short',
      subject: 'short',
      detail: 'text',
      ip: 'ascii?',
    },
    primary: ['entry_key'],
    indexes: { audit_entry_actor: ['actor'], audit_entry_subject: ['subject'], audit_entry_at: ['at'] },
  },
  {
    // Wrong passwords, by a hash of what they are counted for: an account, an address, both.
    name: 'sign_in_failure',
    columns: { failure_hash: 'hash', count: 'int', until: 'big' },
    primary: ['failure_hash'],
    indexes: { sign_in_failure_until: ['until'] },
  },
  {
    // Of signed requests, by a hash of who signed and when: none is taken twice.
    name: 'used_nonce',
    columns: { nonce_hash: 'hash', expires: 'big' },
    primary: ['nonce_hash'],
    indexes: { used_nonce_expires: ['expires'] },
  },
  {
    name: 'browser_session',
    columns: { session_hash: 'hash', user_key: 'key', credential_key: 'key', created: 'big', expires: 'big' },
    primary: ['session_hash'],
    indexes: { browser_session_user: ['user_key'], browser_session_expires: ['expires'] },
  },
  {
    // Programs, consents, codes and tokens of the OAuth server.
    name: 'oauth_record',
    columns: {
      record_hash: 'hash',
      model: 'ascii',
      alias_hash: 'hash?',
      client_id: 'ascii?',
      user_key: 'key?',
      grant_id: 'ascii?',
      payload: 'text',
      expires: 'big?',
      consumed: 'big?',
    },
    primary: ['record_hash'],
    indexes: {
      oauth_record_alias: ['alias_hash'],
      oauth_record_model: ['model'],
      oauth_record_user: ['user_key'],
      oauth_record_client: ['client_id'],
      oauth_record_grant: ['grant_id'],
      oauth_record_expires: ['expires'],
    },
  },
];
