import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultLimits, type SeriesDraft } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { parseObject } from './parse/object.js';
import { renderSeries } from './render/series.js';

/** x.ics is what a client wrote, x.json the record that it means. A case more needs no code. */
const folder = fileURLToPath(new URL('../../../test/fixtures/icalendar/pairs/', import.meta.url));
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.ics') ? [file.slice(0, -4)] : []));

describe.each(names)('%s', (name) => {
  const source = readFileSync(`${folder}${name}.ics`);
  const options = { limits: defaultLimits, calendarZone: 'Europe/Berlin' };
  const record = JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) as SeriesDraft;

  it('is read', () => {
    expect(parseObject(source, options)).toEqual(record);
  });

  it('is written, and read again', () => {
    expect(parseObject(renderSeries(record), options)).toEqual(record);
  });

  it('comes back with the same lines', () => {
    expect(linesOf(renderSeries(record))).toEqual(linesOf(source.toString()));
  });
});

/** Unfolded lines but those of VTIMEZONEs, in the order of their text. */
function linesOf(text: string): string[] {
  const unfolded = text.replaceAll('\r\n ', '').replaceAll(/BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n/gs, '');
  return unfolded.split('\r\n').sort();
}
