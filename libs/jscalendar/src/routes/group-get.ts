import { formatUtcSeconds, type OpenCalendar } from '@dayferry/core';
import type { Page } from './collection-page.js';
import type { Answer, Exchange, WholeAnswer } from './exchange.js';
import { acceptedVersion } from './media.js';
import { objectTexts } from './resource.js';

/** The listing as a Group (RFC 8984 §5.3): the calendar's title and description with its events and tasks inside. */
export function groupAnswer(
  exchange: Exchange,
  open: OpenCalendar,
  { items, gone }: Page,
  headers: Answer['headers'],
): WholeAnswer {
  const { calendar, entry } = open;
  const version = acceptedVersion(exchange.headers);
  const members = items.filter((stored) => !gone.has(stored));
  const updated = members.reduce((latest, { head }) => Math.max(latest, head.updated), calendar.updated);
  const group = {
    '@type': 'Group',
    ...(version === '1.0' ? {} : { version }),
    uid: calendar.id,
    updated: formatUtcSeconds(updated),
    title: calendar.title,
    ...(calendar.description === undefined ? {} : { description: calendar.description }),
    ...(entry?.color === undefined ? {} : { color: entry.color }),
  };
  const textOf = objectTexts(exchange, open);
  const entries = members.map((stored) => withoutVersion(textOf(stored)));
  return {
    status: 200,
    headers: {
      ...headers,
      'content-type': `application/jscalendar+json;type=group${version === '1.0' ? '' : `;version=${version}`};charset=utf-8`,
    },
    body: `${JSON.stringify(group).slice(0, -1)},"entries":[${entries.join(',')}]}`,
  };
}

/** In a group the group alone says its version (draft-ietf-calext-jscalendarbis §3.1.2). */
function withoutVersion(text: string): string {
  return text.replace(/^(\{"@type":"(?:Event|Task)",)"version":"2\.0",/, '$1');
}
