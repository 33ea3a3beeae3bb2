import { beforeAll, describe, expect, it } from 'vitest';
import { find, gdataServer, tennis } from './gdata-client.js';

describe('texts that the server makes', () => {
  const { send } = gdataServer();
  let id: string;
  const german = { 'accept-language': 'de-AT,de;q=0.8' };

  beforeAll(async () => {
    id = find((await send('POST', 'default/private/full', { body: tennis })).body, /events\/([^<]*)</);
  });

  it('are in the language of hl, or else of Accept-Language', async () => {
    const basic = `default/private/basic/${id}`;
    const text = async (query: string, headers = {}): Promise<string> =>
      find((await send('GET', basic + query, { headers })).body, /<content[^>]*>([^<]*)/s);
    expect(await text('')).toMatch(/When: Mon Apr 17, 2006 5pm to 7pm.*Event Status: confirmed/s);
    expect(await text('?hl=de')).toMatch(/Wann: Mo.*17.*Apr.*2006.*17:00.* bis 19:00.*Wo: Rolling.*bestätigt/s);
    expect(await text('', german)).toBe(await text('?hl=de'));
    expect(await text('?hl=fr', german)).toMatch(/Quand: lun.*17.*avr.*2006.*Où: /s);
    expect(await text('?hl=xx')).toBe(await text(''));
    expect(await text('?hl=xx', german)).toBe(await text('?hl=de'));
    expect((await send('GET', `${basic}?hl=xx`, { headers: german })).headers.vary).toContain('Accept-Language');
  });

  it.each([
    ['basic', '/basic', /Wann: /, /When: /],
    ['free-busy', '/free-busy', /<title>Beschäftigt</, /<title>Busy</],
    ['composite', '/composite', /Kommentare zu: Tennis/, /Comments for: Tennis/],
  ])('a feed that is %s is another one in another language, and is 304 in its own', async (...row) => {
    const [, projection, inGerman, inEnglish] = row;
    const feed = `default/private${projection}`;
    const [english, other] = [await send('GET', feed), await send('GET', feed, { headers: german })];
    expect(english.body).toMatch(inEnglish);
    expect(other.body).toMatch(inGerman);
    expect(other.headers.vary).toContain('Accept-Language');
    const seen = { 'if-none-match': String(english.headers.etag) };
    expect((await send('GET', feed, { headers: seen })).statusCode).toBe(304);
    expect((await send('GET', feed, { headers: { ...seen, ...german } })).statusCode).toBe(200);
  });

  it.each([
    ['default/allcalendars/full', /Kalenderliste von Alice Adler/],
    ['default/settings', /Persönliche Einstellungen von Alice Adler/],
    ['default/acl/full', /Freigaben von /],
    ['default/private/full/ID/comments', /Kommentare zu: Tennis/],
  ])('are the titles of %s', async (path, title) => {
    const { statusCode, body } = await send('GET', `${path.replace('ID', id)}?hl=de`);
    expect([statusCode, title.test(body)]).toEqual([200, true]);
  });

  it('do not touch what can be edited', async () => {
    const [plain, german] = [`default/private/full/${id}`, `default/private/full/${id}?hl=de`];
    expect((await send('GET', german)).body).toBe((await send('GET', plain)).body);
  });

  it('are asked for by a known parameter, like showinlinecomments, which means nothing', async () => {
    const path = `default/private/composite/${id}?strict=true`;
    expect((await send('GET', `${path}&hl=en&showinlinecomments=true`)).statusCode).toBe(200);
    expect((await send('GET', `${path}&hl=${'x'.repeat(3000)}`)).statusCode).toBe(400);
  });
});
