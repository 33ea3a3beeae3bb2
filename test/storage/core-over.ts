import {
  createCore,
  createPrincipal,
  defaultLimits,
  randomIds,
  type Clock,
  type Core,
  type CoreDependencies,
  type Limits,
  type NewPrincipal,
  type OpenCalendar,
  type Viewer,
} from '@dayferry/core';
import { iCalendarRenderer } from '@dayferry/icalendar';
import { openStore } from '@dayferry/storage';
import { openAs, testDatabase, viewerOf, type TestDatabase } from '../harness/index.js';

export interface CoreUnderTest {
  core: Core;
  deps: CoreDependencies;
  database: TestDatabase;
  viewer(email: string): Promise<Viewer>;
  /** Somebody's primary calendar as they see it themselves. */
  own(email: string): Promise<OpenCalendar>;
  close(): Promise<void>;
}

export interface CoreOptions {
  people?: NewPrincipal[];
  clock?: Clock;
  limits?: Partial<Limits>;
}

/** Core over a database of its own, without a server. */
export async function startCore({ people = [], clock = Date.now, limits }: CoreOptions = {}): Promise<CoreUnderTest> {
  const database = await testDatabase();
  const store = await openStore(database.url);
  const deps: CoreDependencies = {
    store,
    renderer: iCalendarRenderer,
    clock,
    ids: randomIds(Date.now),
    limits: { ...defaultLimits, ...limits },
    calendarHost: 'group.example.org',
  };
  const core = createCore(deps);
  for (const person of people) await store.write((tx) => createPrincipal(deps, tx, person));
  return {
    core,
    deps,
    database,
    viewer: (email) => viewerOf(core, email),
    own: (email) => openAs(core, email),
    async close() {
      await store.close();
      await database.drop();
    },
  };
}
