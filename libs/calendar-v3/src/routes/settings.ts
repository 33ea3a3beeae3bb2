import { fail } from '../errors/fail.js';
import { collectionBody, jsonBody } from '../render/body.js';
import { renderSetting } from '../render/setting.js';
import { settingDefaults } from '../render/settings.table.js';
import type { Answer, Call } from './call.js';
import { collectionEtag } from './collection-etag.js';
import { pageOfSmall, syncStateOf } from './small-list.js';

/** Section 13: all settings, also those at their default; with a sync token those changed since. */
export async function listSettings(call: Call): Promise<Answer> {
  const since = syncStateOf(call, 'settings');
  const { state, values, changed } = await call.core.directory.settings(call.viewer, since as number | undefined);
  const ids = Object.keys(settingDefaults).filter((id) => changed?.includes(id) ?? true);
  const { items, next } = pageOfSmall(call, 'settings', { items: ids, nameOf: (id) => id, state: state.seq });
  const etag = collectionEtag(call, [state.seq]);
  const bodies = items.map((id) => jsonBody(renderSetting(id, values)));
  return {
    status: 200,
    body: collectionBody({ kind: 'calendar#settings', etag, ...next }, bodies),
    etag,
    isCollection: true,
  };
}

export async function getSetting(call: Call): Promise<Answer> {
  const id = call.path.setting ?? '';
  if (!Object.hasOwn(settingDefaults, id)) throw fail('notFound');
  const { values } = await call.core.directory.settings(call.viewer);
  const setting = renderSetting(id, values);
  return { status: 200, body: jsonBody(setting), etag: setting.etag };
}
