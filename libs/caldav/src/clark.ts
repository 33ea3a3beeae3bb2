/** A name in Clark notation, `{namespace}local`; no prefix exists outside the XML reader and writer. */
export type ClarkName = string;

export const DAV = 'DAV:';
export const CALDAV = 'urn:ietf:params:xml:ns:caldav';
export const CALENDARSERVER = 'http://calendarserver.org/ns/';
export const APPLE = 'http://apple.com/ns/ical/';
export const XML = 'http://www.w3.org/XML/1998/namespace';
/** Our own conditions. */
export const DAYFERRY = 'urn:dayferry:ns:dav';
/** CalendarServer's namespace for the sentence inside an error body, which its clients and test programs know to pass over. */
export const TWISTED = 'http://twistedmatrix.com/xml_namespace/dav/';

const inNamespace =
  (namespace: string) =>
  (local: string): ClarkName =>
    `{${namespace}}${local}`;

export const dav = inNamespace(DAV);
export const caldav = inNamespace(CALDAV);
export const calendarserver = inNamespace(CALENDARSERVER);
export const apple = inNamespace(APPLE);

export function splitClark(name: ClarkName): { namespace: string; local: string } {
  const end = name.indexOf('}');
  return { namespace: name.slice(1, end), local: name.slice(end + 1) };
}
