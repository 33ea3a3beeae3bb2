import { DayferryError, invalidInput } from '@dayferry/core';
import { Members, readData } from '../parse/read-json.js';
import { decodeBody, readXml, type XmlElement } from '../parse/read-xml.js';
import type { Call } from './call.js';

const atomTypes = new Set(['application/atom+xml', 'application/xml', 'text/xml', '']);

export interface BodyReaders<T> {
  atom: (root: XmlElement) => T;
  jsonc: (data: Members) => T;
}

/** Reads a body of either representation; refuses other media types. */
export function readBody<T>(call: Call, { atom, jsonc }: BodyReaders<T>): T {
  const { request, core, entry } = call;
  if (entry) return atom(entry);
  if (!isJson(call)) return atom(readAtom(call));
  return jsonc(new Members(readData(decodeBody(request.body, core.limits), core.limits)));
}

/** For what exists in Atom alone. */
export function readAtomBody(call: Call): XmlElement {
  if (isJson(call)) throw invalidInput('body', 'The body must be Atom.', { code: 'atomFormatRequired' });
  return call.entry ?? readAtom(call);
}

function readAtom({ request, core }: Call): XmlElement {
  return readXml(decodeBody(request.body, core.limits), core.limits);
}

/** JSON of another kind than JSON-C is for reading only. */
export function isJson({ request: { contentType, format, output }, entry }: Call): boolean {
  if (entry) return false;
  if (contentType === 'application/json' && output.kind === 'jsonc') return true;
  if (!atomTypes.has(contentType)) {
    throw new DayferryError('unsupported', `Bodies of type ${contentType.slice(0, 80)} are not supported.`, {
      code: 'unsupportedContentType',
    });
  }
  return contentType === '' && format === 'jsonc';
}
