import type { StoreWriter } from '@dayferry/core';
import { hashText } from '../hash.js';
import type { Sql } from '../sql.js';
import { upsert } from './upsert.js';

type PropertyWrites = Pick<StoreWriter, 'saveResourceProperty' | 'removeResourceProperty' | 'removeResourceProperties'>;

export function propertyWrites(sql: Sql): PropertyWrites {
  return {
    saveResourceProperty: ({ scopeKey, resourceKey, name, value }) => {
      const row = {
        scope_key: scopeKey,
        resource_key: resourceKey,
        name_hash: hashText(name),
        name,
        value,
        size: Buffer.byteLength(name) + Buffer.byteLength(value),
      };
      return upsert(sql, 'resource_property', row, ['scope_key', 'resource_key', 'name_hash']);
    },
    removeResourceProperty: async (scopeKey, resourceKey, name) => {
      const where = 'scope_key = ? AND resource_key = ? AND name_hash = ?';
      await sql.run(`DELETE FROM resource_property WHERE ${where}`, [scopeKey, resourceKey, hashText(name)]);
    },
    removeResourceProperties: async (scopeKey, resourceKey) => {
      if (resourceKey === undefined) await sql.run('DELETE FROM resource_property WHERE scope_key = ?', [scopeKey]);
      else
        await sql.run('DELETE FROM resource_property WHERE scope_key = ? AND resource_key = ?', [
          scopeKey,
          resourceKey,
        ]);
    },
  };
}
