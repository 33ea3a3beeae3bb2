import { expect, it } from 'vitest';
import { caldav } from './caldav.table.js';
import { testAccess } from './matrix.js';

const scene = await testAccess(caldav);
const home = '/dav/calendars/alice%40example.org/';

it('has a row for every method of every resource, and for every report', async () => {
  const methods = new Set<string>();
  for (const url of [home, `${home}calendar/`, `${home}calendar/x.ics`, `${home}outbox/`, '/dav/principals/']) {
    const { headers } = await scene.server.inject({ method: 'OPTIONS', url });
    for (const method of String(headers.allow).split(', ')) methods.add(method);
  }
  const rows = Object.keys(caldav.verbs).map((name) => name.split(' ')[0]);
  expect([...methods].filter((method) => !rows.includes(method)).sort()).toEqual(['HEAD', 'OPTIONS']);
  const body = '<D:propfind xmlns:D="DAV:"><D:prop><D:supported-report-set/></D:prop></D:propfind>';
  const reports = new Set<string>();
  for (const url of [`${home}calendar/`, '/dav/principals/']) {
    const verb = { method: 'PROPFIND', url, type: 'application/xml', body, headers: { depth: '0' } };
    const answer = await scene.send(verb, 'alice', {});
    for (const [, name] of answer.body.matchAll(/<D:report><\w+:([\w-]+)\/>/g)) reports.add(name!);
  }
  expect(reports.size).toBeGreaterThan(8);
  const asked = JSON.stringify(Object.values(caldav.verbs).map(({ body }) => body));
  expect([...reports].filter((name) => !asked.includes(`:${name} `))).toEqual([]);
});
