import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultLimits, type EventSeries, type SeriesDraft } from '@dayferry/core';
import { parseFile, renderSeries } from '@dayferry/icalendar';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { Backstage } from './driver.js';
import { allDrivers } from './drivers/index.js';
import { originalDriver } from './drivers/jscalendar.js';
import { anyDraft } from './drafts.js';

const server = await startServer();
const backstage = new Backstage(server);
const drivers = [...allDrivers(server, backstage), originalDriver(server, backstage)];
afterAll(() => server.close());

/** Puts a record into the store behind the protocols' backs. */
async function store(draft: SeriesDraft): Promise<EventSeries> {
  const open = await backstage.open();
  const { stored } = await server.core.events.write(open, null, () => draft, {
    origin: 'ical',
    ical: renderSeries(draft),
  });
  return stored.series;
}

/** The record without what says only that it was written. */
function content(series: EventSeries): object {
  const {
    seq: _seq,
    updated: _updated,
    scheduleRevision: _revision,
    overrides,
    calendarProperties: _properties,
    updater: _updater,
    master,
    ...rest
  } = series;
  const bare = ({ dtstamp: _dtstamp, lastModified: _lastModified, ...data }: EventSeries['master']): object => data;
  return {
    ...rest,
    master: bare(master),
    overrides: overrides.map(({ recurrenceId, patch }) => ({
      recurrenceId,
      patch: bare(patch as EventSeries['master']),
    })),
  };
}

/** A CalDAV client's own text of what it was given: other octets, the same content. */
type Rewrite = (text: string) => string;
const byLibrary: Rewrite = (text) => new ICAL.Component(ICAL.parse(text) as unknown[]).toString();
// ical.js mends what is wrong in some fixtures: there only the line ends are the client's own.
const byLineEnds: Rewrite = (text) => text.replaceAll('\r\n', '\n');

/** Sends back what each protocol itself showed. */
async function expectNoChange(series: EventSeries, rewrite: Rewrite, name = ''): Promise<void> {
  for (const driver of drivers) {
    const body = (await driver.read(series.uid))!;
    await driver.write(series.uid, driver.name === 'caldav' ? rewrite(body) : body);
    expect(content((await backstage.record(series.uid))!), `${driver.name} ${name}`).toEqual(content(series));
  }
}

describe('a view written back unchanged leaves the record as it was', () => {
  it('over generated events, through every protocol one after another', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(anyDraft, async (draft) => {
        const { uid: _uid, ...rest } = draft;
        await expectNoChange(await store({ ...rest, uid: `noop-${(count += 1)}` }), byLibrary);
      }),
      { numRuns: 150, seed: 20260302 },
    );
  }, 300_000);

  it('over the iCalendar fixtures', async () => {
    const folder = fileURLToPath(new URL('../fixtures/icalendar/', import.meta.url));
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ics') && !name.includes('large'),
    );
    let count = 0;
    for (const name of names) {
      for (const draft of draftsOf(readFileSync(folder + name))) {
        const stored = await store({ ...draft, uid: `fixture-${(count += 1)}` }).catch((error: Error) => error);
        if (!(stored instanceof Error)) await expectNoChange(stored, byLineEnds, name);
      }
    }
    expect(count).toBeGreaterThan(50);
  }, 300_000);
});

/** Events that v2 and v3 show too; what the file's author got wrong is refused elsewhere. */
function draftsOf(bytes: Uint8Array): SeriesDraft[] {
  try {
    return [...parseFile(bytes, { limits: defaultLimits })].flatMap((item) =>
      'draft' in item && item.draft.kind === 'event' && !item.draft.isMasterMissing ? [item.draft] : [],
    );
  } catch {
    return [];
  }
}
