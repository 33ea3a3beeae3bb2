import { describe, expect, it } from 'vitest';
import { content, davServer, propfind } from './dav-client.js';

const principal = (person: string): string => `/dav/principals/${person}@example.org/`;
const { dav } = await davServer();

describe('RFC 3744 §4: principals', () => {
  it('have their URL, another URI, groups and members', async () => {
    const { body } = await propfind(
      dav,
      principal('alice'),
      '0',
      'D:principal-URL',
      'D:alternate-URI-set',
      'D:group-membership',
      'D:group-member-set',
      'D:resourcetype',
      'C:calendar-user-type',
    );
    expect(content(body, 'D:principal-URL')).toBe(`<D:href>${principal('alice')}</D:href>`);
    expect(content(body, 'D:alternate-URI-set')).toBe('<D:href>mailto:alice@example.org</D:href>');
    expect(content(body, 'D:resourcetype')).toContain('<D:principal/>');
    expect(content(body, 'C:calendar-user-type')).toBe('INDIVIDUAL');
    expect(content(body, 'D:group-membership')).toBe('');
    expect(content(body, 'D:group-member-set')).toBe('');
  });

  it('are shown in one organisation only', async () => {
    expect((await propfind(dav, principal('bob'), '0', 'D:displayname')).statusCode).toBe(207);
    expect((await propfind(dav, '/dav/principals/bob@example.com/', '0', 'D:displayname')).statusCode).toBe(404);
    expect((await propfind(dav, principal('nobody'), '0', 'D:displayname')).statusCode).toBe(404);
  });
});
