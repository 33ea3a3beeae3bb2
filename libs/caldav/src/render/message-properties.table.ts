import { httpDate, UTC, formatUtcSeconds } from '@dayferry/core';
import { caldav, dav } from '../clark.js';
import { entityTag } from '../routes/preconditions.js';
import { calendarDataText } from './calendar-data.js';
import { messageType, messageVersion } from './message.js';
import { property, type PropertyRow } from './property.js';

const allprop = { isInAllprop: true };

/** Properties of scheduling messages in the inbox (RFC 6638 §2.2). */
export const messageProperties: readonly PropertyRow[] = [
  property(dav('resourcetype'), ['message'], () => '', allprop),
  property(dav('getetag'), ['message'], ({ message }) => entityTag(messageVersion(message)), allprop),
  property(dav('getcontenttype'), ['message'], ({ message }) => messageType(message), allprop),
  property(dav('getcontentlength'), ['message'], ({ message }) => String(Buffer.byteLength(message.ical)), allprop),
  property(dav('getlastmodified'), ['message'], ({ message }) => httpDate(message.created), allprop),
  property(dav('creationdate'), ['message'], ({ message }) => formatUtcSeconds(message.created), allprop),
  property(caldav('calendar-data'), ['message'], (resource, { calendarData, exchange }) =>
    calendarData ? calendarDataText(resource, calendarData, { zone: UTC, limits: exchange.core.limits }) : null,
  ),
];
