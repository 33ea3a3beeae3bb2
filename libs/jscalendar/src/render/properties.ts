import {
  httpDate,
  etagOf,
  formatUtcSeconds,
  scheduleTagOf,
  type Json,
  type Person,
  type StoredSeries,
} from '@dayferry/core';

/** DAV properties by local name, for `props[]`; the values a client finds under that name elsewhere. */
const properties: Record<string, (stored: StoredSeries, shown: Shown) => Json> = {
  getetag: ({ head }) => `"${etagOf(head)}"`,
  getcontenttype: ({ head }) => `application/jscalendar+json;type=${head.kind === 'task' ? 'task' : 'event'}`,
  getcontentlength: (_stored, { data }) => Buffer.byteLength(data()),
  // The original server counts seconds.
  getlastmodified: ({ head }, { isCompat }) => (isCompat ? Math.floor(head.updated / 1000) : httpDate(head.updated)),
  displayname: ({ series }) => series.master.title ?? '',
  'schedule-tag': ({ head }) => `"${scheduleTagOf(head)}"`,
  resourcetype: () => null,
  'created-by': ({ series: { creator, created } }) => stamp(creator, created),
  'updated-by': ({ series: { creator, updater = creator, updated } }) => stamp(updater, updated),
  creationdate: ({ head }) => formatUtcSeconds(head.created),
};

function stamp(person: Person | undefined, time: number): Json {
  return person ? { email: person.email ?? null, name: person.name ?? null, dtstamp: formatUtcSeconds(time) } : null;
}

export interface Shown {
  /** JSON text of the object. */
  data: () => string;
  /** In the shapes of the original server. */
  isCompat: boolean;
}

const dataNames = new Set(['calendar-data', 'data']);

/** JSON text of the properties asked for; a single one is bare. */
export function memberText(stored: StoredSeries, props: string[], shown: Shown): string {
  const values = props.flatMap((prop): [string, string][] => {
    const name = prop.replace(/^(?:DAV:|.*[:}])/, '');
    if (dataNames.has(name)) return [[name, shown.data()]];
    return Object.hasOwn(properties, name) ? [[name, JSON.stringify(properties[name]!(stored, shown))]] : [];
  });
  if (props.length === 1 && values.length === 1) return values[0]![1];
  return `{${values.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}
