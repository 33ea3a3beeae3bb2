import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Backstage, type Driver } from '../crossing/driver.js';
import { allDrivers } from '../crossing/drivers/index.js';
import { samples } from '../crossing/samples.js';
import { startServer } from '../harness/index.js';
import { clientOf, events, listAll, reasonOf, type Query, type Resource } from './client.js';

const server = await startServer();
const call = clientOf(server);
const backstage = new Backstage(server);
const drivers = allDrivers(server, backstage);
afterAll(() => server.close());

const windowStart = '2026-01-01T00:00:00Z';
const windowEnd = '2026-12-31T00:00:00Z';

interface EventItem {
  recurringEventId?: string;
  start: { date?: string; dateTime?: string };
  end: { date?: string; dateTime?: string };
}

/** A client's copy of the calendar, kept up to date by sync tokens alone. */
class Follower {
  readonly copy = new Map<string, Resource>();
  private token: string | undefined;
  restarts = 0;

  constructor(readonly initial: Query) {}

  async sync(): Promise<void> {
    const { singleEvents } = this.initial;
    const query = this.token ? { singleEvents, syncToken: this.token, maxResults: 2 } : this.initial;
    const first = await call('GET', events, { query, isFree: true });
    if (first.status === 410) return this.restart();
    const { items, token } = await listAll(call, query, events, true);
    this.token = token;
    for (const item of items) this.take(item);
  }

  private restart(): Promise<void> {
    this.restarts += 1;
    this.token = undefined;
    this.copy.clear();
    return this.sync();
  }

  /** 6.10: a cancelled exception is subtracted from its rule; all else that is cancelled is gone, with its instances. */
  private take(item: Resource): void {
    const isException = seriesOf(item) !== undefined && !this.initial.singleEvents;
    if (item.status !== 'cancelled' || isException) return void this.copy.set(item.id, item);
    this.copy.delete(item.id);
    for (const [id, other] of this.copy) if (seriesOf(other) === item.id) this.copy.delete(id);
  }
}

function seriesOf(item: Resource): string | undefined {
  return (item as unknown as EventItem).recurringEventId;
}

/** What has moved out of the window is known to a follower of it, and no longer in a new list. */
function isInWindow(item: Resource): boolean {
  const { start, end } = item as unknown as EventItem;
  const instant = ({ date, dateTime }: EventItem['start']): number => Date.parse(dateTime ?? `${date}T00:00:00+01:00`);
  return instant(start) < Date.parse(windowEnd) && instant(end) > Date.parse(windowStart);
}

async function expectSame(follower: Follower): Promise<void> {
  await follower.sync();
  const whole = new Map((await listAll(call, follower.initial, events, true)).items.map((item) => [item.id, item]));
  for (const [id, item] of whole) expect(follower.copy.get(id), id).toEqual(item);
  for (const [id, item] of follower.copy) {
    if (whole.has(id)) continue;
    if (follower.initial.singleEvents) expect(isInWindow(item), `${id} is not in the list`).toBe(false);
    else await expectHarmless(id, item);
  }
}

/**
 * A list of masters does not repeat an exception that became like all others, sent as a plain instance, nor one that was
 * cancelled at a place which the pattern no longer has.
 */
async function expectHarmless(id: string, item: Resource): Promise<void> {
  const now = await call('GET', `${events}/${id}`, { isFree: true });
  if (item.status === 'cancelled') expect(reasonOf(now), id).toBe('404 notFound');
  else expect(now.body, id).toEqual(item);
}

type Change =
  | { kind: 'retitle' | 'remove'; driver: number; pick: number }
  | { kind: 'change-instance' | 'cancel-instance' | 'move-series'; pick: number };

type Step =
  Change | { kind: 'create'; driver: number; pick: number } | { kind: 'sync'; follower: number } | { kind: 'forget' };

const index = fc.nat({ max: 1000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('create' as const), driver: index, pick: index }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('retitle' as const, 'remove' as const), driver: index, pick: index }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('change-instance' as const, 'cancel-instance' as const, 'move-series' as const),
      pick: index,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('sync' as const), follower: index }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const) }) },
);

let made = 0;

async function create(uids: string[], driverIndex: number, pick: number): Promise<void> {
  const driver = drivers[driverIndex % drivers.length]!;
  const usable = samples.filter(({ bodies }) => bodies[driver.name as keyof typeof bodies] !== undefined);
  const { bodies } = usable[pick % usable.length]!;
  uids.push(await driver.create(bodies[driver.name as keyof typeof bodies]!, `follow-${(made += 1)}`));
}

async function retitle(uid: string, driver: Driver, title: string): Promise<void> {
  const body = await driver.read(uid);
  if (body !== null) await driver.write(uid, driver.retitle(body, title));
}

/** An instance of a recurring event, by its id; undefined when there is none. */
async function instanceOf(uid: string, pick: number): Promise<string | undefined> {
  const identity = await backstage.identity(uid);
  const reply =
    identity && (await call('GET', `${events}/${identity.id}/instances`, { query: { maxResults: 6 }, isFree: true }));
  const items = reply?.status === 200 ? reply.body.items : [];
  return items.length > 0 ? items[pick % items.length]!.id : undefined;
}

async function changeInstance(uid: string, pick: number, isCancelled: boolean): Promise<void> {
  const id = await instanceOf(uid, pick);
  if (id === undefined) return;
  const body = { summary: `Instance ${pick}` };
  const reply = isCancelled
    ? await call('DELETE', `${events}/${id}`)
    : await call('PATCH', `${events}/${id}`, { body, isFree: true });
  expect([200, 204], reply.text).toContain(reply.status);
}

async function moveSeries(uid: string, pick: number): Promise<void> {
  const identity = await backstage.identity(uid);
  if (!identity) return;
  const { start, end } = (await call('GET', `${events}/${identity.id}`, { isFree: true })).body as unknown as EventItem;
  const later = ({ date, dateTime }: EventItem['start']): object => {
    const millis = Date.parse(dateTime ?? `${date}T00:00:00Z`) + (1 + (pick % 3)) * 86_400_000;
    const text = new Date(millis).toISOString();
    return date === undefined ? { dateTime: text } : { date: text.slice(0, 10) };
  };
  const reply = await call('PATCH', `${events}/${identity.id}`, {
    body: { start: later(start), end: later(end) },
    isFree: true,
  });
  expect(reply.status, reply.text).toBe(200);
}

async function run(steps: Step[]): Promise<number> {
  await call('POST', '/calendars/primary/clear');
  const window = { timeMin: windowStart, timeMax: windowEnd };
  const followers = [new Follower({}), new Follower({ singleEvents: true, ...window })];
  for (const follower of followers) await follower.sync();
  const uids: string[] = [];
  for (const [n, action] of steps.entries()) {
    const uid = 'pick' in action ? uids[action.pick % (uids.length || 1)] : undefined;
    if (action.kind === 'create') await create(uids, action.driver, action.pick);
    else if (action.kind === 'sync') await followers[action.follower % 2]!.sync();
    else if (action.kind === 'forget') await forget();
    else if (uid !== undefined) await change(uids, uid, action, n);
  }
  for (const follower of followers) await expectSame(follower);
  return followers[0]!.restarts;
}

async function change(uids: string[], uid: string, action: Change, n: number): Promise<void> {
  switch (action.kind) {
    case 'change-instance':
    case 'cancel-instance':
      return changeInstance(uid, action.pick, action.kind === 'cancel-instance');
    case 'move-series':
      return moveSeries(uid, action.pick);
    case 'retitle':
      return retitle(uid, drivers[action.driver % drivers.length]!, `Title ${n}`);
    case 'remove':
      uids.splice(uids.indexOf(uid), 1);
      return drivers[action.driver % drivers.length]!.remove(uid);
  }
}

/** Retention: whoever is further behind than the last three changes starts afresh. */
async function forget(): Promise<void> {
  const { calendar, sync } = await backstage.open();
  const { store } = server.gateway.dependencies;
  await store.write((tx) => tx.forgetTombstones(calendar.key, Math.max(0, sync.seq - 3)));
}

describe('sync-gap: a follower', () => {
  it(
    'of sync tokens has the server’s calendar, whatever the protocols write in between',
    { timeout: 240_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => void (await run(steps))),
        { numRuns: 12, seed: 20261121, endOnFailure: true },
      );
    },
  );

  it('starts afresh when its token is older than what is remembered', async () => {
    const create = { kind: 'create', driver: 0, pick: 0 } as const;
    expect(await run([...Array.from({ length: 5 }, () => create), { kind: 'forget' }])).toBe(1);
    expect(reasonOf(await call('GET', events, { query: { syncToken: 'x' } }))).toBe('410 fullSyncRequired');
  });
});
