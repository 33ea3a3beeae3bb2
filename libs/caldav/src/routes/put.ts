import {
  conflict,
  DayferryError,
  invalidInput,
  mergeSeries,
  type EventSeries,
  type OpenCalendar,
  type SeriesDraft,
} from '@dayferry/core';
import { forcedRecipients, hasCarrierMarker, parseObject } from '@dayferry/icalendar';
import { conditions } from '../errors/conditions.table.js';
import { decodeCalendar } from '../parse/calendar-text.js';
import { scheduleHeader } from '../render/schedule-tag.js';
import type { Answer, Exchange } from './exchange.js';
import { elsewhere } from './elsewhere.js';
import { openParent } from './parent.js';
import { checkPreconditions, entityTag } from './preconditions.js';
import { representation, representationInstead } from './representation.js';
import { prefersRepresentation, requireCalendarType } from './request-headers.js';

/**
 * RFC 4791 §5.3.2: creates or changes one calendar object. The octets are kept; the record takes just what differs from the
 * text that the client could have seen, so that what iCalendar or this client cannot say survives.
 */
export function put(exchange: Exchange): Promise<Answer> {
  return write(exchange).catch((error: unknown) => representationInstead(exchange, error));
}

async function write(exchange: Exchange): Promise<Answer> {
  const { core, address, headers, body } = exchange;
  requireCalendarType(headers);
  if (headers['content-range'] !== undefined) throw invalidInput('Content-Range', 'A calendar object is put whole.');
  const open = await openParent(exchange);
  const { text, isVerbatim } = decodeCalendar(body, core.limits.resourceBytes, headers['content-type']);
  const merged = merging(exchange, open, text);
  const check = (current: EventSeries | null): void => checkPreconditions(exchange, current);
  const forced = forcedRecipients(text);
  const options = {
    origin: 'ical',
    // RFC 6638 §7.2: a request to send is no part of the object.
    ...(forced ?? { ical: text }),
    resourceName: address.name,
    check,
    keepsAnswers: headers['if-schedule-tag-match'] !== undefined && headers['if-match'] === undefined,
  } as const;
  const result = await core.events.write(open, { name: address.name }, merged, options).catch((error: unknown) => {
    throw asPrecondition(error, exchange);
  });
  const isNew = result.outcome === 'created';
  if (prefersRepresentation(headers)) return { status: isNew ? 201 : 200, ...representation(exchange, result.stored) };
  // RFC 4791 §5.3.4: an ETag in the answer says that the octets were kept; scheduling may have written others.
  const etag = entityTag(result.stored.head);
  return {
    status: isNew ? 201 : 204,
    headers: { ...(isVerbatim && result.stored.ical === text ? { etag } : {}), ...scheduleHeader(result.stored) },
  };
}

function merging(
  { core }: Exchange,
  open: OpenCalendar,
  text: string,
): (current: EventSeries | null, stored: string | null) => SeriesDraft {
  const carriers = hasCarrierMarker(text);
  const parse = (source: string, options: { carriers?: boolean }): SeriesDraft =>
    parseObject(source, { limits: core.limits, calendarZone: open.calendar.timeZone, ...options });
  const next = parse(text, { carriers });
  return (current, stored) => {
    if (!current || stored === null) return next;
    if (next.uid !== current.uid)
      throw conflict('The UID of a resource never changes.', {
        code: 'uid-conflict',
        info: { resourceName: current.resourceName },
      });
    return mergeSeries(current, parse(stored, { carriers }), next);
  };
}

/** Whatever the record refuses was wrong in the text; a UID or a meeting that is elsewhere is named by its href. */
function asPrecondition(error: unknown, { address }: Exchange): unknown {
  if (!(error instanceof DayferryError)) return error;
  const found = elsewhere(error, address);
  if (found) return found;
  const { code = '' } = error.detail;
  const isUnnamed = error.kind === 'invalid-input' && !conditions[code];
  return isUnnamed ? invalidInput(error.detail.path ?? '', error.message, { code: 'valid-calendar-data' }) : error;
}
