import { httpDate, etagOf, formatUtcSeconds, scheduleTagOf, type Json, type StoredSeries } from '@dayferry/core';

/** DAV properties by local name, for `props[]`; the values a client finds under that name elsewhere. */
const properties: Record<string, (stored: StoredSeries) => Json> = {
  getetag: ({ head }) => `"${etagOf(head)}"`,
  getcontenttype: ({ head }) => `application/jscalendar+json;type=${head.kind === 'task' ? 'task' : 'event'}`,
  getlastmodified: ({ head }) => httpDate(head.updated),
  displayname: ({ series }) => series.master.title ?? '',
  'schedule-tag': ({ head }) => `"${scheduleTagOf(head)}"`,
  resourcetype: () => null,
  creationdate: ({ head }) => formatUtcSeconds(head.created),
};

const dataNames = new Set(['calendar-data', 'data']);

/** JSON text of one member of a collection: the object, or the properties asked for (a single one is bare). */
export function memberText(stored: StoredSeries, props: string[] | undefined, data: () => string): string {
  if (!props) return data();
  const values = props.flatMap((prop): [string, string][] => {
    const name = prop.replace(/^(?:DAV:|.*[:}])/, '');
    if (dataNames.has(name)) return [[name, data()]];
    return Object.hasOwn(properties, name) ? [[name, JSON.stringify(properties[name]!(stored))]] : [];
  });
  if (props.length === 1 && values.length === 1) return values[0]![1];
  return `{${values.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}
