import type { ResourceProperty, StoreReader } from '@dayferry/core';
import { hashText } from '../hash.js';
import { inChunks, placeholders, type Row, type Sql } from '../sql.js';

export function propertyReads(sql: Sql): Pick<StoreReader, 'resourceProperties' | 'resourcePropertiesSize'> {
  return {
    resourceProperties: (scopeKeys, { resourceKeys, names } = {}) => {
      const hashes = names?.map(hashText);
      return inChunks(scopeKeys, (scopes) => {
        const read = (keys?: string[]): Promise<ResourceProperty[]> => readSome(sql, scopes, keys, hashes);
        return resourceKeys ? inChunks(resourceKeys, read) : read();
      });
    },
    resourcePropertiesSize: async (scopeKey, resourceKey) => {
      const where = resourceKey === undefined ? '' : ' AND resource_key = ?';
      const values = resourceKey === undefined ? [scopeKey] : [scopeKey, resourceKey];
      const [row] = await sql.all(
        `SELECT COALESCE(SUM(size), 0) AS size FROM resource_property WHERE scope_key = ?${where}`,
        values,
      );
      return Number(row!.size);
    },
  };
}

async function readSome(sql: Sql, scopes: string[], keys?: string[], hashes?: string[]): Promise<ResourceProperty[]> {
  if (hashes?.length === 0) return [];
  const among = (column: string, list?: string[]): string =>
    list ? ` AND ${column} IN (${placeholders(list.length)})` : '';
  const where = `scope_key IN (${placeholders(scopes.length)})${among('resource_key', keys)}${among('name_hash', hashes)}`;
  const rows = await sql.all(`SELECT scope_key, resource_key, name, value FROM resource_property WHERE ${where}`, [
    ...scopes,
    ...(keys ?? []),
    ...(hashes ?? []),
  ]);
  return rows.map(toProperty);
}

function toProperty(row: Row): ResourceProperty {
  return {
    scopeKey: String(row.scope_key),
    resourceKey: String(row.resource_key),
    name: String(row.name),
    value: String(row.value),
  };
}
