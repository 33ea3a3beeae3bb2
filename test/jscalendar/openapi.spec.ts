import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../harness/index.js';
import { home, restClient, simple, weekly, type Body, type Reply, type Send } from './rest-client.js';

interface OperationObject {
  parameters: { name: string; required: boolean }[];
  responses: Record<string, { content?: Record<string, { schema: { $ref: string } }> }>;
}

let server: TestServer;
let send: Send;
let document: { paths: Record<string, Record<string, OperationObject>>; components: Body };
let ajv: Ajv2020;

beforeAll(async () => {
  server = await startServer();
  send = restClient(server);
  document = (await send('GET', '/rest/openapi.json')).json() as typeof document;
  ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema({ $id: 'openapi', ...document });
});
afterAll(() => server.close());

/** The answer has a status and a body that the description knows. */
function check(path: string, method: string, { status, text }: Reply): void {
  const operation = document.paths[path]?.[method];
  expect(operation, `${method} ${path}`).toBeDefined();
  const response = operation!.responses[status] ?? operation!.responses.default!;
  if (status < 400) expect(Object.keys(operation!.responses)).toContain(String(status));
  const schema = response.content?.['application/json']?.schema;
  if (!schema || text === '') return;
  const validate = ajv.getSchema(`openapi${schema.$ref}`)!;
  expect(validate(JSON.parse(text)), `${method} ${path}: ${JSON.stringify(validate.errors)}`).toBe(true);
}

describe('the description', () => {
  it('is OpenAPI 3.1 at the public address, and a page that loads nothing', async () => {
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: `${server.url}/rest` }] });
    const page = await send('GET', '/rest/docs');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.text).not.toMatch(/<script|src=|https?:\/\/(?!127\.0\.0\.1)/);
    for (const path of Object.keys(document.paths)) expect(page.text).toContain(path);
  });

  it('names just what each address allows', async () => {
    const values: Record<string, string> = {
      user: 'alice%40example.org',
      collection: 'calendar',
      id: 'x',
      calendar: 'calendar',
      scope: 'default',
    };
    for (const [path, item] of Object.entries(document.paths)) {
      const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name]!);
      const { headers } = await send('OPTIONS', `/rest${url}`);
      const described = Object.keys(item)
        .filter((name) => name !== 'parameters')
        .map((name) => name.toUpperCase());
      const allowed = String(headers.allow).split(', ');
      expect(allowed.filter((name) => name !== 'HEAD' && name !== 'OPTIONS').sort(), path).toEqual(described.sort());
    }
  });

  it('fits what the server answers', async () => {
    const calendar = `${home}calendar/`;
    const made = await send('POST', calendar, weekly, { headers: { prefer: 'return=representation' } });
    check('/{user}/{collection}/', 'post', made);
    const task = {
      '@type': 'Task',
      title: 'Buy paper',
      due: '2026-11-25T10:00:00',
      alerts: { a: { trigger: { offset: '-PT5M' } } },
    };
    check(
      '/{user}/{collection}/',
      'post',
      await send('POST', calendar, task, { headers: { prefer: 'return=representation' } }),
    );
    const location = String(made.headers.location);
    for (const query of ['', '?sync-token=', '?props[]=getetag', '?nonsense=1', '?filters[x]=1'])
      check('/{user}/{collection}/', 'get', await send('GET', calendar + query));
    const object = '/{user}/{collection}/{id}';
    check(object, 'get', await send('GET', location));
    check(object, 'get', await send('GET', `${location}x`));
    check(object, 'patch', await send('PATCH', location, { title: 'Other' }));
    check(object, 'patch', await send('PATCH', location, { start: 5 }));
    check(object, 'put', await send('PUT', location, simple, { headers: { prefer: 'return=representation' } }));
    check(object, 'delete', await send('DELETE', location));
    check('/{user}/', 'get', await send('GET', home));
    const cal = await send('POST', `${home}calendars/`, { title: 'New' });
    check('/{user}/calendars/', 'post', cal);
    check('/{user}/calendars/', 'get', await send('GET', `${home}calendars/`));
    const one = String(cal.headers.location);
    check('/{user}/calendars/{calendar}', 'get', await send('GET', one));
    check('/{user}/calendars/{calendar}', 'patch', await send('PATCH', one, { title: 'Newer' }));
    const share = '/{user}/calendars/{calendar}/sharing/{scope}';
    check(share, 'put', await send('PUT', `${one}/sharing/default`, { role: 'reader' }));
    check(share, 'get', await send('GET', `${one}/sharing/default`));
    check('/{user}/calendars/{calendar}/sharing', 'get', await send('GET', `${one}/sharing`));
    check(share, 'delete', await send('DELETE', `${one}/sharing/default`));
    check('/{user}/calendars/{calendar}', 'delete', await send('DELETE', one));
    check('/{user}/settings/', 'get', await send('GET', `${home}settings/`));
    check('/{user}/inbox/', 'get', await send('GET', `${home}inbox/`));
    const window = 'start=2027-01-04T00:00:00Z&end=2027-01-05T00:00:00Z';
    check('/{user}/freebusy/', 'get', await send('GET', `${home}freebusy/?${window}`));
    check(
      '/convert',
      'post',
      await send('POST', '/rest/convert', 'BEGIN:X', { headers: { 'content-type': 'text/calendar' } }),
    );
  });
});
