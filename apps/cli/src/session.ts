import { loadConfig, type Config } from '@dayferry/config';
import {
  commandLine,
  createCore,
  type Core,
  type CoreDependencies,
  notFound,
  type OpenCalendar,
  type Principal,
  randomIds,
} from '@dayferry/core';
import { iCalendarRenderer } from '@dayferry/icalendar';
import { openStore } from '@dayferry/storage';

/** The database that the environment names, brought up to date, with core over it. */
export interface Session {
  config: Config;
  deps: CoreDependencies;
  core: Core;
}

export async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const config = loadConfig();
  const store = await openStore(config.databaseUrl);
  try {
    const { limits, calendarHost } = config;
    const deps: CoreDependencies = {
      store,
      renderer: iCalendarRenderer,
      clock: Date.now,
      ids: randomIds(Date.now),
      limits,
      calendarHost,
    };
    return await work({ config, deps, core: createCore(deps) });
  } finally {
    await store.close();
  }
}

export async function principalOf({ deps }: Session, email: string): Promise<Principal> {
  const principal = await deps.store.reader.principalByEmail(email.trim().toLowerCase());
  if (!principal) throw notFound(`There is no ${email}.`);
  return principal;
}

/** A calendar as its owner sees it: whoever runs the command administers the server. */
export async function openAsOwner({ deps, core }: Session, id: string): Promise<OpenCalendar> {
  const calendar = await deps.store.reader.calendarById(id.trim().toLowerCase());
  const owner = calendar && (await deps.store.reader.principal(calendar.ownerKey));
  if (!calendar || !owner) throw notFound(`There is no calendar ${id}.`);
  const viewer = { ...(await core.directory.viewer(owner, ['calendar'])), actor: commandLine };
  return core.calendars.open(viewer, calendar.id);
}
