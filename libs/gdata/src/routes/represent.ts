import { invalidInput } from '@dayferry/core';
import { batch } from '../namespaces.table.js';
import { readXml, type XmlElement } from '../parse/read-xml.js';
import type { GdataRequest } from '../parse/request.js';
import { jsonDocument } from '../render/json-tree.js';
import { selectFields } from '../render/partial.js';
import { rssDocument } from '../render/rss.js';
import { writeTree } from '../render/xml-tree.js';
import type { Answer } from './answer.js';
import type { Call } from './call.js';

/** Refuses what the version or the format does not have, before anything is done. */
export function checkOutput({ output, query, version, method }: GdataRequest): void {
  if (query.fields && (version.major === 1 || output.kind === 'jsonc')) {
    throw invalidInput('fields', 'Partial responses are for Atom of protocol 2.', { code: 'unsupportedFieldsParam' });
  }
  if (output.kind === 'rss' && method !== 'GET')
    throw invalidInput('alt', 'RSS is for reading only.', { code: 'unsupportedOutputFormat' });
}

const types = {
  atom: 'application/atom+xml',
  json: 'application/json; charset=UTF-8',
  rss: 'application/rss+xml; charset=UTF-8',
} as const;

/** An Atom answer as the request wants it: the part it names, in its format, in a script. Others pass as they are. */
export function represent({ request, core }: Pick<Call, 'request' | 'core'>, answer: Answer): Answer {
  const { output, query } = request;
  const { kind, inScript } = output;
  if (kind === 'jsonc' || !isAtom(answer)) return answer;
  if (kind === 'atom' && !inScript && !query.fields && !query.prettyPrint) return answer;
  const whole = readXml(String(answer.body), { ...core.limits, ...unlimited });
  const root = query.fields ? selectFields(whole, query.fields, batchState) : whole;
  const body = bodyOf(root, request);
  if (inScript) return withBody(answer, scriptOf(body, request), 'text/javascript; charset=UTF-8');
  return kind === 'atom' ? { ...answer, body } : withBody(answer, body, types[kind]);
}

/** Our own answer may be as long as it is. */
const unlimited = { xmlElements: Infinity, xmlDepth: Infinity, xmlAttributes: Infinity };

/** Without these a client cannot tell what became of its operations. */
const batchState: ReadonlySet<string> = new Set(
  ['id', 'operation', 'status', 'interrupted'].map((name) => `{${batch}}${name}`),
);

function isAtom({ headers, body }: Answer): boolean {
  return body.length > 0 && String(headers['content-type']).startsWith(types.atom);
}

function bodyOf(root: XmlElement, { output: { kind }, query }: GdataRequest): string {
  if (kind === 'json') return JSON.stringify(jsonDocument(root), null, query.prettyPrint ? 1 : undefined);
  return writeTree(kind === 'rss' ? rssDocument(root) : root, query.prettyPrint);
}

function withBody(answer: Answer, body: string, type: string): Answer {
  return { ...answer, headers: { ...answer.headers, 'content-type': type }, body };
}

/** U+2028 and U+2029 end a line in scripts of old browsers; `<` could end the script element. */
function scriptOf(body: string, { output: { kind }, query }: GdataRequest): string {
  const text = (kind === 'json' ? body : JSON.stringify(body))
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
    .replaceAll('<', '\\u003c');
  const id = query.requestId === undefined ? '' : `${query.requestId},`;
  return `// API callback\n${query.callback}(${id}${text});`;
}
