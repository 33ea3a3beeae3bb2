import type { SeriesDraft } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { options, outcome, withoutStamps } from '../spec/outcome.js';
import { day, event, master, override, standard, times, wrap, zone, zonedEvent } from '../spec/texts.js';
import { parseFile } from './parse/file.js';
import { renderSeries } from './render/series.js';

describe('what is strange but taken', () => {
  it.each<[what: string, text: string]>([
    ['SECONDLY without end', event('DTSTART:19700101T000000Z', 'RRULE:FREQ=SECONDLY')],
    ['a huge COUNT', event('RRULE:FREQ=DAILY;COUNT=1000000000')],
    ['a rule that never matches', event('RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30')],
    ['a set position that never matches', event('RRULE:FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=2')],
    ['UNTIL as a date', event('RRULE:FREQ=DAILY;UNTIL=20260301')],
    ['UNTIL before the start', event('RRULE:FREQ=DAILY;UNTIL=20200301T000000Z')],
    ['100 attendees', event(...times(100, (i) => `ATTENDEE:mailto:a${i}@example.org`))],
    ['3 000 overrides', wrap(...master, ...times(3000, (i) => override(day(i)).join('\r\n')))],
    [
      'a huge repeat',
      event('BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT1H', 'REPEAT:1000000', 'DURATION:PT0S', 'END:VALARM'),
    ],
    ['a command', event('BEGIN:VALARM', 'ACTION:PROCEDURE', 'TRIGGER:-P3650D', 'ATTACH:file:///bin/rm', 'END:VALARM')],
    ['hostile URIs', event('ATTACH:javascript:alert(1)', 'ATTACH:data:text/html,x', 'URL:file:///etc/passwd')],
    ['direction marks', event('SUMMARY:a\u202eb')],
    ['CR alone', event('SUMMARY:x').replaceAll('\r\n', '\r')],
    ['LF alone', event('SUMMARY:x').replaceAll('\r\n', '\n')],
    ['a byte order mark', `\ufeff${event('SUMMARY:x')}`],
    [
      'Thunderbird: a zone with a rule that is none',
      zonedEvent(zone(...standard('+005328', 'RRULE:FREQ=YEARLY;BYDAY=XX'))),
    ],
    ['a Windows zone without definition', zonedEvent([], 'W. Europe Standard Time')],
    ['a zone name with a space behind it', zonedEvent([], 'Europe/Berlin ')],
    [
      'a faked master',
      wrap(
        'BEGIN:VEVENT',
        'UID:1',
        'DTSTART:20260101T090000Z',
        'X-MOZ-FAKED-MASTER:1',
        'END:VEVENT',
        ...override('20260102'),
      ),
    ],
    ['instances only', wrap(...override('20260102', 'SUMMARY:x'), ...override('20260109'))],
    [
      'names that JavaScript has',
      event(
        'CONSTRUCTOR;CONSTRUCTOR=1:x',
        'ATTENDEE;CONSTRUCTOR=1:mailto:a@b.c',
        'SUMMARY;CONSTRUCTOR=1:x',
        'BEGIN:CONSTRUCTOR',
        'X-A:1',
        'END:CONSTRUCTOR',
      ),
    ],
    [
      'carriers of another making',
      event(
        'X-DAYFERRY-CARRIER:1',
        'X-DAYFERRY-LOCATION:{"name":{"a":1}}',
        'X-DAYFERRY-CONFERENCE:[1]',
        'X-DAYFERRY-GADGET:{"__proto__":{"x":1}}',
        'X-DAYFERRY-EVENT-ALARM:{"action":1}',
        'ATTENDEE;X-DAYFERRY="{^\'address^\':1}":mailto:a@b.c',
        'JSPROP;JSPTR=__proto__:1',
      ),
    ],
    ['both ends', event('DTEND:20260105T100000Z', 'DURATION:PT2H')],
  ])('%s', (_what, text) => {
    const draft = outcome(text) as SeriesDraft;
    expect(draft).toBeTypeOf('object');
    expect(withoutStamps(outcome(renderSeries(draft)) as SeriesDraft)).toEqual(withoutStamps(draft));
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('an unknown TZID is kept as written, and floats', () => {
    const draft = outcome(zonedEvent([], 'Nowhere')) as SeriesDraft;
    expect(draft.master.start).toEqual({ local: '2026-01-05T09:00:00', zone: null, tzid: 'Nowhere' });
    expect(renderSeries(draft)).toContain('DTSTART;TZID=Nowhere:20260105T090000');
  });

  it('bytes are unfolded in the middle of a character', () => {
    const [head, tail] = [Buffer.from(event('SUMMARY:Gr\u00fc\u00dfe')), '\r\n '];
    const at = head.indexOf(0xc3) + 1;
    const folded = Buffer.concat([head.subarray(0, at), Buffer.from(tail), head.subarray(at)]);
    expect((outcome(folded) as SeriesDraft).master.title).toBe('Gr\u00fc\u00dfe');
  });

  it('a line that cannot be read spoils one event of a file, not the others', () => {
    const text = wrap(...master, 'BEGIN:VEVENT', 'UID:2', 'DTSTART:20260101T090000Z', 'this is no line', 'END:VEVENT');
    expect([...parseFile(text, options)].map((item) => ['draft' in item, item.uid])).toEqual([
      [true, '1'],
      [false, '2'],
    ]);
  });

  it('dates of another calendar scale are not taken for Gregorian ones', () => {
    const items = (scale: string) => [...parseFile(wrap(`CALSCALE:${scale}`, ...master), options)];
    expect(items('Gregorian').map((item) => 'draft' in item)).toEqual([true]);
    expect(items('HEBREW').map((item) => 'draft' in item)).toEqual([false]);
  });

  it('a component without UID gets the same one each time', () => {
    const text = wrap('BEGIN:VEVENT', 'DTSTART:20260101T090000Z', 'SUMMARY:x', 'END:VEVENT');
    const [first, second] = [[...parseFile(text, options)], [...parseFile(text.replaceAll('\r\n', '\n'), options)]];
    expect(first[0]!.uid).toMatch(/^dayferry-[0-9a-f]{64}$/);
    expect(second).toEqual(first);
  });
});
