import { describe, expect, it } from 'vitest';
import { versionOf } from '../render/event-record.js';
import { checkPrecondition, isNotModified, type Precondition } from './preconditions.js';
import { pageLinks } from './paging.js';
import { parseQuery, type Parameters } from '../parse/query.js';

const version = { seq: 7, updated: Date.UTC(2007, 2, 20, 21, 29, 57) };
const current = { etag: 'k-7', version };
const check = (wanted: Partial<Precondition>) => () => checkPrecondition({ major: 2, ...wanted }, current);

describe('preconditions of writes (gdata-etag-race)', () => {
  it.each([
    { ifMatch: '"k-7"' },
    { ifMatch: '*' },
    { ifMatch: '"x", "k-7"' },
    { bodyEtag: '"k-7"' },
    { bodyEtag: 'k-7' },
    { ifMatch: '*', bodyEtag: '"x"' },
    { version: versionOf(version) },
    { version: '63310109397' },
    { major: 1 as const },
  ])('hold: %o', (wanted) => expect(check(wanted)).not.toThrow());

  it.each([
    { ifMatch: '"k-6"' },
    { ifMatch: 'W/"k-7"' },
    { ifMatch: '"other-7"' },
    { ifMatch: '' },
    { bodyEtag: '"k-6"' },
  ])('fail with 412: %o', (wanted) =>
    expect(check(wanted)).toThrow(expect.objectContaining({ kind: 'precondition-failed' })),
  );

  it.each([
    { version: '63310109396' },
    { version: versionOf({ ...version, seq: 6 }) },
    { version: 'x', major: 1 as const },
  ])('fail with 409: %o', (wanted) => expect(check(wanted)).toThrow(expect.objectContaining({ kind: 'conflict' })));

  it('are required of protocol 2', () => {
    expect(check({})).toThrow(expect.objectContaining({ kind: 'forbidden' }));
  });

  it('compare weakly in conditional reads', () => {
    const seen = (name: string, value: string) =>
      isNotModified(
        { header: (wanted) => (wanted === name ? value : undefined) },
        { etag: '"k-7"', updated: version.updated },
        version.updated + 5_000,
      );
    expect(seen('if-none-match', 'W/"k-7"')).toBe(true);
    expect(seen('if-none-match', '"a" "k-7"')).toBe(true);
    expect(seen('if-none-match', '"a"')).toBe(false);
    expect(seen('if-modified-since', 'Tue, 20 Mar 2007 21:29:57 GMT')).toBe(true);
    expect(seen('if-modified-since', 'Tue, 20 Mar 2007 21:29:56 GMT')).toBe(false);
  });
});

describe('links of pages', () => {
  const links = (parameters: Parameters, total: number) => pageLinks(parameters, parseQuery(parameters), total);

  it('say max-results and leave the session out', () => {
    expect(links([['gsessionid', 'abc-']], 0)).toEqual({ self: '?max-results=25' });
    expect(links([['alt', 'jsonc']], 26)).toEqual({
      self: '?alt=jsonc&max-results=25',
      next: '?alt=jsonc&max-results=25&start-index=26',
    });
  });

  it('go both ways', () => {
    expect(
      links(
        [
          ['start-index', '11'],
          ['max-results', '10'],
          ['q', 'a b'],
        ],
        30,
      ),
    ).toEqual({
      self: '?start-index=11&max-results=10&q=a%20b',
      next: '?max-results=10&q=a%20b&start-index=21',
      previous: '?max-results=10&q=a%20b&start-index=1',
    });
  });
});
