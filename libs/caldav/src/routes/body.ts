import { DayferryError, forbidden, invalidInput, tooLarge } from '@dayferry/core';
import { caldav } from '../clark.js';
import { readXml } from '../parse/read-xml.js';
import type { XmlElement } from '../parse/xml-element.js';
import type { Exchange } from './exchange.js';

/** The XML of a request; null when there is no body. */
export function readBody({ body, headers, core }: Exchange): XmlElement | null {
  if (body.length === 0) return null;
  if (body.length > core.limits.bodyBytes) throw tooLarge(`A body has at most ${core.limits.bodyBytes} octets.`);
  return readXml(body, core.limits, headers['content-type']);
}

export function requireBody(exchange: Exchange): XmlElement {
  const root = readBody(exchange);
  if (!root) throw invalidInput('body', `${exchange.method} needs an XML body.`, { code: 'xml' });
  return root;
}

/** A calendar-query that is too deep or too wide to be read is a filter that is not valid (RFC 4791 §7.8). */
export function readReport(exchange: Exchange): XmlElement {
  try {
    return requireBody(exchange);
  } catch (error) {
    const isFilter = error instanceof DayferryError && error.detail.info?.root === caldav('calendar-query');
    throw isFilter ? forbidden('The filter is too large.', { code: 'valid-filter' }) : error;
  }
}
