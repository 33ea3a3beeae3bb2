import { beforeEach, describe, expect, it } from 'vitest';
import { count, find, tennis, gdataServer } from './gdata-client.js';

const feed = 'default/private/full';
const guests = ['liz', 'will'].map((name) => `<gd:who email='${name}@example.com' valueString='${name}'/>`).join('');
const reminders = "<gd:reminder minutes='30' method='email'/></gd:when>";

describe('partial update', () => {
  const gdata = gdataServer();
  const { send } = gdata;
  let path: string;
  let etag: string;
  beforeEach(async () => {
    const body = tennis.replace('</gd:when>', reminders).replace('</entry>', `${guests}</entry>`);
    const created = await send('POST', feed, { body });
    path = `${feed}/${find(created.body, /private\/full\/([^/']+)'/)}`;
    etag = String(created.headers.etag);
  });

  const patch = (fields: string | null, content: string, headers: Record<string, string> = { 'if-match': etag }) => {
    const selected = fields === null ? '' : ` gd:fields='${fields}'`;
    const body = `<?xml version='1.0' encoding='UTF-8'?><entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005'${selected}>${content}</entry>`;
    return send('PATCH', path, { body, headers: { 'content-type': 'application/xml', ...headers } });
  };

  it('takes one guest away (guide, first example)', async () => {
    const { statusCode, body } = await patch('gd:who[@email="liz@example.com"]', '');
    expect(statusCode).toBe(200);
    expect(body).not.toContain('liz@example.com');
    expect(body).toContain('will@example.com');
    expect(body).toContain('<title>Tennis with Beth</title>');
  });

  it('replaces one guest (guide, second example)', async () => {
    const accepted = "<gd:attendeeStatus value='http://schemas.google.com/g/2005#event.accepted'/>";
    const { body } = await patch(
      'gd:who[@email="will@example.com"]',
      `<gd:who email='will@example.com'>${accepted}</gd:who>`,
    );
    expect(count(body, "email='will@example.com'")).toBe(1);
    expect(body).toMatch(/will@example.com'[^>]*><gd:attendeeStatus value='[^']*accepted'/);
    expect(body).toContain('liz@example.com');
  });

  it('changes what it has and leaves the rest', async () => {
    const { body } = await patch(null, "<title>New</title><gd:who email='third@example.com'/>");
    expect(body).toContain('<title>New</title>');
    for (const name of ['liz', 'will', 'third']) expect(body).toContain(`${name}@example.com`);
    expect(body).toContain('Meet for a quick lesson.');
  });

  it('moves the time and keeps the reminders; takes them when asked to', async () => {
    const time = "<gd:when startTime='2006-04-18T15:00:00Z' endTime='2006-04-18T17:00:00Z'/>";
    const moved = await patch(null, time);
    expect(moved.body).toContain("startTime='2006-04-18T17:00:00.000+02:00'");
    expect(moved.body).toContain("<gd:reminder method='email' minutes='30'/>");
    etag = String(moved.headers.etag);
    expect((await patch('gd:when/gd:reminder', '')).body).not.toContain('<gd:reminder');
  });

  it('answers with the part that fields names', async () => {
    const body = `<entry xmlns='http://www.w3.org/2005/Atom'><title>Part</title></entry>`;
    const headers = { 'if-match': '*', 'content-type': 'application/xml' };
    const answer = await send('PATCH', `${path}?fields=title`, { body, headers });
    expect(answer.body).toMatch(/<entry [^>]*><title>Part<\/title><\/entry>$/);
  });

  it('is a PATCH, or a POST that says so (Java)', async () => {
    const body = `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' gd:fields='title'><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/g/2005#event'/><title>Java</title></entry>`;
    const headers = { 'x-http-method-override': 'PATCH', 'if-match': etag, 'content-type': 'application/xml' };
    const answer = await send('POST', path, { body, headers });
    expect([answer.statusCode, answer.body.includes('<title>Java</title>')]).toEqual([200, true]);
  });

  it('needs the version that was seen, by header or by tag', async () => {
    expect((await patch(null, '<title>x</title>', {})).statusCode).toBe(403);
    expect((await patch(null, '<title>x</title>', { 'if-match': '"other"' })).statusCode).toBe(412);
    const tagged = `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' gd:etag='${etag.replaceAll('"', '&quot;')}'><title>x</title></entry>`;
    expect((await send('PATCH', path, { body: tagged })).statusCode).toBe(200);
  });

  it('refuses to take the only time, and selections it cannot read', async () => {
    expect((await patch('gd:when', '')).statusCode).toBe(400);
    expect((await patch('gd:who[', '')).statusCode).toBe(400);
    expect((await send('GET', path)).body).toContain('<gd:when ');
  });
});
