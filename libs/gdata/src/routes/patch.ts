import { DayferryError } from '@dayferry/core';
import { patchEntry } from '../parse/patch-entry.js';
import { readXml, type XmlElement } from '../parse/read-xml.js';
import type { Answer } from './answer.js';
import { isJson, readAtomBody } from './body.js';
import type { Call } from './call.js';

type Handler = (call: Call) => Promise<Answer>;

/** The partial entry of a PATCH; the guide promises JSON-C for later. */
export function readPartial(call: Call): XmlElement {
  if (call.request.version.major === 1) throw new DayferryError('unsupported', 'Protocol 1 has no partial update.');
  if (isJson(call)) throw new DayferryError('unsupported', 'Partial update in JSON-C is not supported.');
  return readAtomBody(call);
}

/** A document of ours, as a partial update finds it. */
export function readOwn({ core }: Call, document: string): XmlElement {
  return readXml(document, { ...core.limits, xmlElements: Infinity, xmlDepth: Infinity });
}

/** PATCH of a resource without strong tags: the entry as it is, changed, as if it had been PUT. */
export function patching(get: Handler, put: Handler): Handler {
  return async (call) => {
    const partial = readPartial(call);
    const request = { ...call.request, method: 'GET', header: () => undefined };
    const { body } = await get({ ...call, request });
    return put({ ...call, entry: patchEntry(readOwn(call, String(body)), partial) });
  };
}
