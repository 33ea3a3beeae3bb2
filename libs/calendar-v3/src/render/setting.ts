import { createHash } from 'node:crypto';
import type { SettingsState } from '@dayferry/core';
import type { JsonObject } from '../parse/json.js';
import { settingDefaults } from './settings.table.js';

/** The Setting resource; only for ids in the table. */
export function renderSetting(id: string, values: SettingsState['values']): JsonObject & { etag: string } {
  const stored = values[id];
  const value = typeof stored === 'object' || stored === undefined ? settingDefaults[id]! : String(stored);
  const etag = `"${createHash('sha256').update(`${id}=${value}`).digest('base64url').slice(0, 16)}"`;
  return { kind: 'calendar#setting', etag, id, value };
}
