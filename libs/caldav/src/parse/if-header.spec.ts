import { describe, expect, it } from 'vitest';
import { parseIf } from './if-header.js';

describe('parseIf (RFC 4918 §10.4)', () => {
  it('reads untagged lists', () => {
    expect(parseIf('(<urn:a> ["x"]) (Not <DAV:no-lock>)')).toEqual([
      {
        resource: null,
        conditions: [
          { token: 'urn:a', isNegated: false },
          { etag: '"x"', isNegated: false },
        ],
      },
      { resource: null, conditions: [{ token: 'DAV:no-lock', isNegated: true }] },
    ]);
  });

  it('reads tagged lists, each with the resource before it', () => {
    const lists = parseIf('</a> (["1"]) (["2"]) <http://h/b>(Not[W/"3"])');
    expect(lists.map(({ resource }) => resource)).toEqual(['/a', '/a', 'http://h/b']);
    expect(lists[2]!.conditions).toEqual([{ etag: 'W/"3"', isNegated: true }]);
  });

  it.each([
    ['nothing', ''],
    ['an empty list', '()'],
    ['an open list', '(<urn:a>'],
    ['a list too many closed', '(<urn:a>))'],
    ['lists in lists', '((<urn:a>))'],
    ['Not Not', '(Not Not <urn:a>)'],
    ['Not before the end', '(<urn:a> Not)'],
    ['Not outside', 'Not (<urn:a>)'],
    ['a bare word', '(urn:a)'],
    ['an entity tag without quotes', '([x])'],
    ['an entity tag outside', '["x"]'],
    ['only a tag', '</a>'],
    ['tagged lists after untagged ones', '(<urn:a>) </b> (<urn:c>)'],
    ['1 000 lists', '(<urn:a>)'.repeat(1_000)],
    ['a list of 1 000 conditions', `(${'<urn:a>'.repeat(1_000)})`],
    ['a token of 16 kB', `(<urn:${'a'.repeat(16_384)}>)`],
  ])('refuses %s', (_, header) => {
    expect(() => parseIf(header)).toThrow(expect.objectContaining({ kind: 'invalid-input' }));
  });
});
