import type { Json } from '@dayferry/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectFields } from '../render/fields.js';
import { eventMembers, eventsMembers } from '../render/members.table.js';
import { readFields } from './fields.js';

const page: Json = {
  kind: 'calendar#events',
  etag: '"x"',
  items: [
    { id: 'a', summary: 'A', start: { dateTime: 't', timeZone: 'z' }, attendees: [{ email: 'e', self: true }] },
    { id: 'b', start: { date: 'd' }, extendedProperties: { private: { k: 'v', '*': 's' } } },
  ],
};
const select = (fields: string): Json => selectFields(page, readFields(fields, eventsMembers));

describe('fields', () => {
  it.each<[string, Json]>([
    ['kind', { kind: 'calendar#events' }],
    ['items/id', { items: [{ id: 'a' }, { id: 'b' }] }],
    ['items(id,summary)', { items: [{ id: 'a', summary: 'A' }, { id: 'b' }] }],
    [' items ( id , start / date ) ', { items: [{ id: 'a' }, { id: 'b', start: { date: 'd' } }] }],
    ['items(start/timeZone),etag', { etag: '"x"', items: [{ start: { timeZone: 'z' } }, {}] }],
    ['items/attendees/email', { items: [{ attendees: [{ email: 'e' }] }, {}] }],
    ['items/*/email', { items: [{ attendees: [{ email: 'e' }] }, {}] }],
    ['items/extendedProperties/private/k', { items: [{}, { extendedProperties: { private: { k: 'v' } } }] }],
    ['items(id),items(summary)', { items: [{ id: 'a', summary: 'A' }, { id: 'b' }] }],
    ['nextPageToken', {}],
    ['*', page],
    ['items/*,kind,etag', page],
  ])('%s', (fields, expected) => {
    expect(select(fields)).toEqual(expected);
  });

  it.each([
    'nope',
    'items/nope',
    'items(id',
    'items(id))',
    'items()',
    ',',
    'items/',
    'id,',
    'summary/x',
    'items/*/nope',
    'items id',
    '(',
  ])('refuses %s and names the parameter', (fields) => {
    expect(() => readFields(fields, eventsMembers)).toThrow(
      expect.objectContaining({
        detail: expect.objectContaining({ code: 'invalidParameter', info: { location: 'fields' } }),
      }),
    );
  });

  it('says which name is unknown', () => {
    expect(() => readFields('items(id,colour)', eventsMembers)).toThrow('Invalid field selection colour');
  });

  const hostile = {
    'unbalanced parentheses': 'items('.repeat(1300),
    '4 000 nested': `${'('.repeat(4000)}${')'.repeat(4000)}`,
    'a/a/a': 'a/'.repeat(4000),
    '2 000 alternatives': Array.from({ length: 2000 }, (_, i) => `a${i}`).join(','),
    'nested wildcards': `${'*('.repeat(15)}id,*${')'.repeat(15)}`,
    'many wildcards': Array.from({ length: 400 }, () => '*/*/*/*').join(','),
    'wildcards in wildcards': `items(${'*(*(*,id),id),'.repeat(200)}id)`,
  };

  it.each(Object.entries(hostile))('v3-fields-redos: %s', (_name, fields) => {
    // A reader that backtracks would not come back before the test runs out of time.
    try {
      readFields(fields.slice(0, 8192), eventsMembers);
    } catch (error) {
      expect(error).toMatchObject({ detail: { code: 'invalidParameter' } });
    }
  });

  it('never fails but with a typed error', () => {
    const text = fc.string({ unit: fc.constantFrom('i', 'd', '*', '/', '(', ')', ',', ' ', 'start', 'é') });
    fc.assert(
      fc.property(text, (fields) => {
        try {
          readFields(fields, eventMembers);
        } catch (error) {
          expect(error).toMatchObject({ detail: { code: 'invalidParameter' } });
        }
      }),
    );
  });
});
