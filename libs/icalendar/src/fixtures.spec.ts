import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DayferryError, defaultLimits, type JCalComponent, type SeriesDraft } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { parseFile, type FileItem } from './parse/file.js';
import { parseObject } from './parse/object.js';
import { kindOf } from './parse/series.js';
import { renderSeries } from './render/series.js';
import { parseJCal } from './text/jcal.js';
import { textOf } from './text/text-of.js';

const folder = fileURLToPath(new URL('../../../test/fixtures/icalendar/', import.meta.url));
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !/\.(json|txt|md)$/.test(entry.name) && !entry.parentPath.endsWith('pairs'))
  .map((entry) => join(entry.parentPath, entry.name));
/** Fixtures that are refused, or series in them, and why; no other may be. */
const refused = JSON.parse(readFileSync(join(folder, 'refused.json'), 'utf8')) as Record<string, string[]>;
/** Cancelled instances without a DTSTART come back with the one that their RECURRENCE-ID gives them. */
const gainsStart = new Set(['libical/data/2446.ics', 'libical/data/large.ics']);
const options = { limits: { ...defaultLimits, resourceBytes: 2_000_000 } };

function refusalOf(work: () => unknown): DayferryError | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof DayferryError) return error;
    throw error;
  }
}

function itemsOf(bytes: Uint8Array): FileItem[] | DayferryError {
  const items: FileItem[] = [];
  const refusal = refusalOf(() => items.push(...parseFile(bytes, options)));
  return refusal ?? items;
}

/** Why a file, or series in it, are refused: the whole file's reason, or `<count>× <reason>`. */
function reasonsOf(items: FileItem[] | DayferryError): string[] {
  if (items instanceof DayferryError) return [`file: ${items.message}`];
  const reasons = items.flatMap((item) => ('error' in item ? [item.error.message] : []));
  return [...new Set(reasons)].map((reason) => `${reasons.filter((other) => other === reason).length}× ${reason}`);
}

/** Every property of every component as text; grouping of dates and the server's own stamps aside. */
function inventory(components: JCalComponent[]): string[] {
  return components
    .flatMap(([name, properties, children]) => [
      ...properties.flatMap(([property, parameters, type, ...values]) => {
        if (property === 'dtstamp' || property === 'uid') return [];
        // Keywords are the same in any letter case (RFC 5545 §2).
        const isKeyword = ['status', 'transp', 'class', 'action'].includes(property);
        const isList = ['exdate', 'rdate', 'categories'].includes(property);
        const lists = isList ? values.map((value) => [value]) : [values];
        return lists.map((list) =>
          JSON.stringify([
            name,
            property,
            sorted(parameters),
            type,
            isKeyword ? list.map((value) => textOf(value).toUpperCase()) : list,
          ]),
        );
      }),
      ...inventory(children),
    ])
    .sort();
}

function sorted(parameters: Record<string, string | string[]>): unknown {
  return Object.entries(parameters)
    .map(([key, value]) => [key, typeof value === 'string' && key !== 'cn' ? value.toUpperCase() : value])
    .sort();
}

const componentsFor = (roots: JCalComponent[], uid: string): JCalComponent[] =>
  roots
    .flatMap(([, , children]) => children)
    .filter(
      (component) => kindOf(component) && component[1].some(([name, , , value]) => name === 'uid' && value === uid),
    );

describe.each(files.map((file) => [relative(folder, file), file]))('%s', (name, file) => {
  const bytes = readFileSync(file);

  it('is read, or refused for the known reason', () => {
    refusalOf(() => parseObject(bytes, options));
    expect(reasonsOf(itemsOf(bytes))).toEqual(refused[name] ?? []);
  });

  it('comes back whole', () => {
    const items = itemsOf(bytes);
    if (items instanceof DayferryError) return;
    const source = parseJCal(bytes, { ...options.limits, icalProperties: Infinity }, new Map());
    const isCompared = (line: string): boolean => !(gainsStart.has(name) && line.includes('"dtstart"'));
    const texts = new Map<string, string[]>();
    for (const item of items) {
      if (!('draft' in item)) continue;
      const { uid, draft } = item;
      const text = renderSeries(draft);
      expect(withoutStamps(parseObject(text, options)), text).toEqual(withoutStamps(draft));
      texts.set(uid, [...(texts.get(uid) ?? []), text]);
    }
    for (const [uid, rendered] of texts) {
      const original = inventory(componentsFor(source, uid)).filter(isCompared);
      // A UID that was made here is in no source; one with a refused version is not whole.
      const isWhole = original.length > 0 && items.every((item) => item.uid !== uid || 'draft' in item);
      const lines = inventory(
        componentsFor(
          rendered.flatMap((text) => parseJCal(text, options.limits)),
          uid,
        ),
      ).filter(isCompared);
      if (isWhole && lines.join() !== original.join()) expect(lines).toEqual(original);
    }
  });
});

/** RFC 5545 §3.6.1 wants a DTSTAMP; the renderer writes one where the source had none, and groups dates by their form. */
function withoutStamps(draft: SeriesDraft): SeriesDraft {
  const strip = <T extends object>(data: T): T => ({ ...data, dtstamp: undefined });
  return {
    ...draft,
    master: strip(draft.master),
    overrides: draft.overrides.map((override) => ({ ...override, patch: strip(override.patch) })),
  };
}
