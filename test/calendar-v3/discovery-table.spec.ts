import { createToken } from '@dayferry/auth';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { clientOf, hour, insert, reasonOf, type CallOptions } from './client.js';
import { methods, type Method, type Parameter } from './schema.js';

const server = await startServer();
const call = clientOf(server);
afterAll(() => server.close());

function pathOf({ path }: Method, values: Record<string, string> = {}): string {
  return `/${path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? placeholders[name]!))}`;
}

const placeholders: Record<string, string> = {
  calendarId: 'primary',
  eventId: 'nothere',
  ruleId: 'user:nobody@example.net',
  setting: 'locale',
};

const ask = (method: Method, options: CallOptions = {}) =>
  call(method.httpMethod, pathOf(method), { isFree: true, ...options });

/** Methods that are served; found out by asking without sign-in, which comes after routing. */
const answers = await Promise.all(methods.map((method) => ask(method, { as: null })));
const served = methods.filter((_, i) => answers[i]!.status === 401);

it('every method of the document is served at its path and verb', () => {
  expect(served).toEqual(methods);
  expect(served).toHaveLength(37);
});

/** Values that a parameter of this kind does not take. */
function badValues({ type, format, enum: values, minimum }: Parameter): string[] {
  if (values) return ['nonsense', values[0]!.toUpperCase()];
  if (type === 'boolean') return ['maybe', 'TRUE!'];
  if (type === 'integer')
    return ['x', '1.5', '99999999999999999999', ...(minimum ? [String(Number(minimum) - 1)] : [])];
  return format === 'date-time' ? ['x', '2026-02-10', '2026-02-30T10:00:00Z', '2026-02-10T10:00:00'] : [];
}

const queryOf = (method: Method): [string, Parameter][] =>
  Object.entries(method.parameters ?? {}).filter(([, { location }]) => location === 'query');

const withParameters = methods.filter((method) => queryOf(method).length > 0);

describe.each(withParameters)('$id', (method) => {
  it.each(queryOf(method).flatMap(([name, rule]) => badValues(rule).map((value) => [name, value] as const)))(
    '%s=%s is 400, and names the parameter',
    async (name, value) => {
      const { status, body } = await ask(method, { query: { [name]: value } });
      expect([status, body.error.errors[0]!.location]).toEqual([400, name]);
    },
  );

  it('takes every value that the document names', async () => {
    // What orderBy=startTime needs.
    const others = method.parameters!.singleEvents ? { singleEvents: true } : {};
    for (const [name, { enum: values }] of queryOf(method)) {
      for (const value of values ?? []) {
        const { status, body } = await ask(method, { query: { ...others, [name]: value } });
        expect(`${status} ${body.error?.errors[0]?.location}`, value).not.toBe(`400 ${name}`);
      }
    }
  });

  it('does not look at parameters it does not know', async () => {
    const plain = await ask(method);
    const query = { nonsense: 'x', '$.xgafv': '2', callback: 'f', quotaUser: 'q', userIp: '::1', uploadType: 'media' };
    const { status, body } = await ask(method, { query });
    expect([status, body.error?.message]).toEqual([plain.status, plain.body.error?.message]);
  });
});

describe('scopes', () => {
  const known = ['calendar', 'calendar.readonly', 'calendar.events', 'calendar.events.readonly'];

  it.each(known)('%s opens the methods that name it, and no other', async (scope) => {
    const user = (await server.core.directory.byEmail('alice@example.org'))!;
    const { secret } = await createToken(server.gateway.dependencies, user, { name: scope, scopes: [scope] });
    for (const method of served) {
      const named = method.scopes!.includes(`https://www.googleapis.com/auth/${scope}`);
      const reply = await ask(method, { as: null, headers: { authorization: `Bearer ${secret}` } });
      if (named) expect(reasonOf(reply), method.id).not.toBe('403 insufficientPermissions');
      else expect(reasonOf(reply), method.id).toBe('403 insufficientPermissions');
    }
  });
});

describe('every method answers a good call by its schema', () => {
  interface Sample {
    path?: Record<string, string>;
    body?: object;
    query?: Record<string, string>;
  }
  type MakeSample = () => Promise<Sample> | Sample;

  const newCalendar = async (): Promise<Sample> => {
    const { body } = await call('POST', '/calendars', { body: { summary: 'Sample' } });
    return { path: { calendarId: body.id } };
  };
  const newEvent = async (body: object = {}): Promise<Sample> => ({
    path: { eventId: (await insert(call, { ...hour(3), ...body })).id },
  });
  const scope = { type: 'user', value: 'bob@example.org' };
  const newRule = async (): Promise<Sample> => {
    await call('POST', '/calendars/primary/acl', { body: { role: 'reader', scope } });
    return { path: { ruleId: 'user:bob@example.org' } };
  };
  const window = { timeMin: '2026-02-01T00:00:00Z', timeMax: '2026-03-01T00:00:00Z' };

  const samples: Record<string, MakeSample> = {
    'calendar.acl.insert': () => ({ body: { role: 'reader', scope } }),
    'calendar.acl.get': newRule,
    'calendar.acl.patch': async () => ({ ...(await newRule()), body: { role: 'writer' } }),
    'calendar.acl.update': async () => ({ ...(await newRule()), body: { role: 'writer', scope } }),
    'calendar.acl.delete': newRule,
    'calendar.calendarList.insert': () => ({ body: { id: 'primary' } }),
    'calendar.calendarList.patch': () => ({ body: { selected: true } }),
    'calendar.calendarList.update': () => ({ body: { selected: true } }),
    'calendar.calendarList.delete': newCalendar,
    'calendar.calendars.insert': () => ({ body: { summary: 'New' } }),
    'calendar.calendars.patch': async () => ({ ...(await newCalendar()), body: { location: 'Here' } }),
    'calendar.calendars.update': async () => ({ ...(await newCalendar()), body: { summary: 'Other' } }),
    'calendar.calendars.delete': newCalendar,
    'calendar.events.insert': () => ({ body: hour(2) }),
    'calendar.events.import': () => ({ body: { ...hour(2), iCalUID: 'table@example.net' } }),
    'calendar.events.get': newEvent,
    'calendar.events.patch': async () => ({ ...(await newEvent()), body: { summary: 'Patched' } }),
    'calendar.events.update': async () => ({ ...(await newEvent()), body: hour(5) }),
    'calendar.events.delete': newEvent,
    'calendar.events.instances': () => newEvent({ recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] }),
    'calendar.events.move': async () => ({
      ...(await newEvent()),
      query: { destination: (await newCalendar()).path!.calendarId! },
    }),
    'calendar.events.quickAdd': () => ({ query: { text: 'Lunch tomorrow 12:30' } }),
    'calendar.freebusy.query': () => ({ body: { ...window, items: [{ id: 'primary' }] } }),
  };

  const sampled = methods.filter((method) => !/\.(watch|stop)$/.test(method.id));

  it.each(sampled)('$id', async (method) => {
    const { path, body, query } = (await samples[method.id]?.()) ?? {};
    // The client holds each 200 against the schema of its method.
    const reply = await call(method.httpMethod, pathOf(method, path), { body, query: { ...query } });
    expect(reply.status, reply.text).toBe(method.response ? 200 : 204);
    if (!method.response) expect(reply.text).toBe('');
  });
});
