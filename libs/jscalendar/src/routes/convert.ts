import { type Json, type JsonObject, parseUtc, readJsonObject, type SeriesDraft, tooLarge } from '@dayferry/core';
import { calendarOf, parseFile, renderJCal } from '@dayferry/icalendar';
import { parseEvent } from '../parse/event.js';
import { groupEntries } from '../parse/group.js';
import { Members } from '../parse/values.js';
import { renderDraft } from '../render/event.js';
import type { Answer, Exchange } from './exchange.js';
import { jsonAnswer } from './json-answer.js';
import { acceptedVersion, bodyVersion, isLenientBody } from './media.js';
import { accepted } from './write.js';

const mostObjects = 1000;

/**
 * `POST /convert`: iCalendar in, JSCalendar out, or the reverse; nothing is stored. Several objects, or one that cannot
 * be converted, make a Group; `errors` says by uid what is not in it.
 */
export function postConvert(exchange: Exchange): Promise<Answer> {
  const isCalendar = /^\s*text\/calendar/i.test(exchange.headers['content-type'] ?? '');
  return Promise.resolve(isCalendar ? toJSCalendar(exchange) : toICalendar(exchange));
}

function toJSCalendar(exchange: Exchange): Answer {
  const { core, body } = exchange;
  const entries: JsonObject[] = [];
  const errors: Json[] = [];
  const version = acceptedVersion(exchange.headers);
  for (const item of parseFile(body, { limits: core.limits })) {
    if (entries.length + errors.length >= mostObjects) throw tooLarge(`More than ${mostObjects} objects at once.`);
    const reason = 'error' in item ? item.error.message : reasonAgainst(item.draft);
    if (reason !== undefined) errors.push({ uid: item.uid ?? null, message: reason });
    else if ('draft' in item)
      entries.push(...apart(item.draft).map((draft) => renderDraft(draft, core.clock(), version)));
  }
  const [only] = entries;
  if (only && entries.length === 1 && errors.length === 0) return jsonAnswer(exchange, only);
  const group = { '@type': 'Group', ...(version === '1.0' ? {} : { version }), entries: entries.map(asEntry) };
  return jsonAnswer(exchange, { ...group, ...(errors.length > 0 ? { errors } : {}) });
}

/** CREATED and DTSTAMP are the object's own here, where no store keeps them (draft on conversion, §2.3.12 and §2.3.15). */
function stamped(draft: SeriesDraft, source: JsonObject): SeriesDraft {
  const members = new Members(source, '');
  const [created, updated] = [members.utc('created'), members.utc('updated')];
  const stamps = {
    ...(created === undefined ? {} : { created: parseUtc(created) }),
    ...(updated === undefined ? {} : { dtstamp: updated.replace(/\.\d+Z$/, 'Z') }),
  };
  if (!draft.isMasterMissing) return { ...draft, master: { ...draft.master, ...stamps } };
  const overrides = draft.overrides.map((override) => ({ ...override, patch: { ...override.patch, ...stamps } }));
  return { ...draft, overrides };
}

/** In a group the group alone says its version. */
function asEntry({ version: _version, ...entry }: JsonObject): JsonObject {
  return entry;
}

/** Occurrences without their series are objects of their own (draft on conversion, §2.1.2). */
function apart(draft: SeriesDraft): SeriesDraft[] {
  return draft.isMasterMissing ? draft.overrides.map((override) => ({ ...draft, overrides: [override] })) : [draft];
}

function reasonAgainst({ kind }: SeriesDraft): string | undefined {
  return kind === 'journal' ? 'JSCalendar has no journal entries.' : undefined;
}

function toICalendar({ core, body, headers }: Exchange): Answer {
  const isLenient = isLenientBody(headers);
  const source = readJsonObject(body, core.limits);
  const objects = source['@type'] === 'Group' ? groupEntries(source) : [source];
  if (objects.length > mostObjects) throw tooLarge(`More than ${mostObjects} objects at once.`);
  const version = bodyVersion(headers, source);
  const isEntry = source['@type'] === 'Group';
  const drafts = objects.map((object) =>
    stamped(parseEvent(accepted(object, { isLenient, version, isEntry }), version), object),
  );
  return {
    status: 200,
    headers: { 'content-type': 'text/calendar; charset=utf-8', vary: 'Accept' },
    body: drafts.map((draft) => renderJCal(calendarOf(draft))).join(''),
  };
}
