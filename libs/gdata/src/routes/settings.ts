import { forbidden, notFound } from '@dayferry/core';
import {
  settingEntry,
  settingJsonc,
  settingsFeed,
  settingsFeedJsonc,
  type SettingsContext,
} from '../render/settings.js';
import { settings as defaults } from '../render/settings.table.js';
import type { Answer } from './answer.js';
import { signedIn, type Call } from './call.js';
import { listEtag } from './list-etag.js';
import { resourceAnswer } from './resource-answer.js';

/** The signed-in user's settings, read-only (Atom reference, "Personal Settings feed"). */
export async function getSettings(call: Call): Promise<Answer> {
  const { values, context } = await settingsOf(call);
  const etag = listEtag(call, values);
  return resourceAnswer(call, {
    type: 'feed',
    validators: { etag, updated: context.now },
    atom: () => settingsFeed(values, etag, context),
    jsonc: () => settingsFeedJsonc(values, context),
  });
}

export async function getSetting(call: Call): Promise<Answer> {
  const { values, context } = await settingsOf(call);
  const name = call.params.name!;
  const value = values.get(name);
  if (value === undefined) throw notFound('There is no such setting.');
  return resourceAnswer(call, {
    type: 'entry',
    validators: { etag: listEtag(call, value), updated: context.now },
    atom: () => settingEntry({ name, value }, context),
    jsonc: () => settingJsonc({ name, value }, context),
  });
}

async function settingsOf(call: Call): Promise<{ values: Map<string, string>; context: SettingsContext }> {
  const user = signedIn(call);
  const asked = call.params.user!;
  if (asked !== 'default' && asked.toLowerCase() !== user.email)
    throw forbidden('These are the settings of another user.');
  const { values } = await call.core.directory.settings(call.request.viewer);
  const shown = Object.entries(defaults).map(([name, usual]): [string, string] => {
    const own = values[name];
    return [name, own === undefined || own === null || typeof own === 'object' ? usual : String(own)];
  });
  const { name, email } = user;
  return {
    values: new Map(shown),
    context: {
      publicUrl: call.publicUrl,
      version: call.request.version.major,
      user: asked,
      name,
      email,
      now: call.core.clock(),
      language: call.request.language,
    },
  };
}
