import { DayferryError, type JsonObject } from '@dayferry/core';
import { wrong } from '../parse/values.js';
import type { Version } from '../version.js';
import type { Headers } from './exchange.js';

/** Media types of JSON bodies. */
export const json = /^application\/(?:json|[\w.-]+\+json)$/;

export interface Media {
  isPretty: boolean;
  /** text/calendar was asked for: the CalDAV view of one resource. */
  isCalendar: boolean;
  /** A collection as one Group. */
  isGroup: boolean;
  version: Version;
}

/** What the client wants to read (jscalendar-rest §2); Unsupported 406 when it is nothing we have. */
export function acceptedMedia(headers: Headers): Media {
  const accepted = (headers.accept ?? '')
    .split(',')
    .map((item) => item.split(';')[0]!.trim().toLowerCase())
    .filter((item) => item !== '');
  const isPretty = accepted.includes('application/pretty+json');
  const takesJson =
    accepted.length === 0 || accepted.some((item) => item === '*/*' || item === 'application/*' || json.test(item));
  const isGroup = /application\/jscalendar\+json\s*;[^,]*type="?group/i.test(headers.accept ?? '');
  const version = acceptedVersion(headers);
  if (takesJson) return { isPretty, isCalendar: false, isGroup, version };
  if (accepted.includes('text/calendar') || accepted.includes('text/*'))
    return { isPretty, isCalendar: true, isGroup: false, version };
  throw new DayferryError('unsupported', 'This interface answers in JSON.', { code: 'not-acceptable' });
}

/** The JSCalendar version that `Accept` names (`;version=2.0`); RFC 8984 where it names none. */
export function acceptedVersion({ accept }: Headers): Version {
  const asked = versionIn(accept) ?? '1.0';
  if (!isVersion(asked))
    throw new DayferryError('unsupported', 'JSCalendar is spoken in versions 1.0 and 2.0.', { code: 'not-acceptable' });
  return asked;
}

/** The version of a body: what its media type says, else its own `version`. */
export function bodyVersion(headers: Headers, body: JsonObject): Version {
  const said = versionIn(headers['content-type']);
  const version = said ?? (typeof body.version === 'string' ? body.version : '1.0');
  if (!isVersion(version)) throw new DayferryError('unsupported', 'JSCalendar is read in versions 1.0 and 2.0.');
  if (said !== undefined && body.version !== undefined && body.version !== said)
    throw wrong('version', 'must be that of the media type.');
  return version;
}

/** `type` in the media type is that of the object (RFC 8984 §8.1). */
export function requireNamedType(headers: Headers, body: JsonObject): void {
  const said = /^\s*application\/jscalendar\+json\b[^,]*;\s*type\s*=\s*"?(\w+)/i.exec(
    headers['content-type'] ?? '',
  )?.[1];
  const type = typeof body['@type'] === 'string' ? body['@type'].toLowerCase() : undefined;
  if (said !== undefined && type !== undefined && said.toLowerCase() !== type)
    throw wrong('@type', 'must be that of the media type.');
}

function versionIn(header = ''): string | undefined {
  return /;\s*version\s*=\s*"?([\d.]{1,16})/i.exec(header)?.[1];
}

function isVersion(text: string): text is Version {
  return text === '1.0' || text === '2.0';
}

/** True for lenient reading; Unsupported for a body that is no JSON. */
export function isLenientBody(headers: Headers): boolean {
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (!json.test(type))
    throw new DayferryError('unsupported', 'The body must be application/json or application/jscalendar+json.');
  return type !== 'application/jscalendar+json';
}

export function prefersRepresentation(headers: Headers): boolean {
  return /(?:^|,)\s*return\s*=\s*representation/i.test(headers.prefer ?? '');
}
