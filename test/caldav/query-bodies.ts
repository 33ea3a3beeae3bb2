import { xml } from './dav-client.js';

/** `data`: elements beside DAV:getetag; `more`: what follows the filter. */
export const query = (filter: string, data = '', more = ''): string =>
  xml('C:calendar-query', `<D:prop><D:getetag/>${data}</D:prop><C:filter>${filter}</C:filter>${more}`);

export const multiget = (hrefs: string[], data = '<C:calendar-data/>'): string =>
  xml(
    'C:calendar-multiget',
    `<D:prop><D:getetag/>${data}</D:prop>${hrefs.map((href) => `<D:href>${href}</D:href>`).join('')}`,
  );

export const comp = (name: string, content = ''): string => `<C:comp-filter name="${name}">${content}</C:comp-filter>`;
export const inside = (name: string, content = ''): string => comp('VCALENDAR', comp(name, content));
export const range = (start?: string, end?: string): string =>
  `<C:time-range${start ? ` start="${start}"` : ''}${end ? ` end="${end}"` : ''}/>`;
export const prop = (name: string, content = ''): string => `<C:prop-filter name="${name}">${content}</C:prop-filter>`;
export const param = (name: string, content = ''): string =>
  `<C:param-filter name="${name}">${content}</C:param-filter>`;
export const match = (text: string, attributes = ''): string => `<C:text-match ${attributes}>${text}</C:text-match>`;
export const undefinedFilter = '<C:is-not-defined/>';

/** An object with one component (a VTODO, say) of these lines. */
export const object = (component: string, uid: string, ...lines: string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//EN',
    `BEGIN:${component}`,
    `UID:${uid}`,
    'DTSTAMP:20260101T000000Z',
    ...lines,
    `END:${component}`,
    'END:VCALENDAR',
    '',
  ].join('\r\n');

export const alarm = (trigger: string, ...more: string[]): string[] => [
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  'DESCRIPTION:x',
  trigger,
  ...more,
  'END:VALARM',
];
