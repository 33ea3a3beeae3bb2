import { readdirSync, readFileSync } from 'node:fs';
import { defaultLimits, type SeriesDraft } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { toDraft } from './event-data.js';
import { readEventEntry } from './event-entry.js';
import { readEventJsonc } from './event-jsonc.js';
import { parseContext } from './parse-context.js';
import { Members, readData } from './read-json.js';
import { readXml } from './read-xml.js';

const folder = new URL('../../../../test/fixtures/gdata/pairs/', import.meta.url);
const text = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const context = parseContext(undefined, { calendarZone: 'Europe/Berlin', ownerEmail: 'alice@example.org' });
const files = readdirSync(folder);
const canonical = (name: string): unknown =>
  JSON.parse(text(name.replace(/\.(atom\.xml|jsonc\.json)$/, '.canonical.json')));

describe('Atom entries', () => {
  it.each(files.filter((name) => name.endsWith('.atom.xml')))('%s', (name) => {
    const draft: SeriesDraft = toDraft(readEventEntry(readXml(text(name), defaultLimits)), context);
    expect(draft).toEqual(canonical(name));
  });
});

describe('JSON-C events', () => {
  it.each(files.filter((name) => name.endsWith('.jsonc.json')))('%s', (name) => {
    const draft = toDraft(readEventJsonc(new Members(readData(text(name), defaultLimits))), context);
    expect(draft).toEqual(canonical(name));
  });
});
