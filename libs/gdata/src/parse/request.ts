import { invalidInput, type Viewer } from '@dayferry/core';
import type { Language } from '../render/words.table.js';
import { languageOf } from './language.js';
import { decodePart, parseQuery, splitQuery, type Parameters, type Query } from './query.js';

/** The parts of an HTTP request that the protocol reads. */
export interface RawRequest {
  method: string;
  /** As on the request line; old Python clients send it in absolute form. */
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body?: Buffer;
}

/** The two languages in which entries are read and written. */
export type Format = 'atom' | 'jsonc';

/** What the answer is sent as: the others are made of the Atom answer. */
export interface Output {
  kind: Format | 'rss' | 'json';
  /** Wrapped in a call of a function, for a script element. */
  inScript: boolean;
}

export interface Version {
  major: 1 | 2;
  minor: number;
}

export interface GdataRequest {
  viewer: Viewer;
  /** After X-HTTP-Method-Override. */
  method: string;
  /** Decoded path segments after `/calendar/feeds`. */
  path: string[];
  parameters: Parameters;
  query: Query;
  version: Version;
  format: Format;
  output: Output;
  /** Of texts that the server makes itself. */
  language: Language;
  header: (name: string) => string | undefined;
  contentType: string;
  body?: Buffer;
}

export interface Shape {
  version: Version;
  format: Format;
}

/** What an error answer needs, read without throwing. */
export function shapeOf(raw: RawRequest): Shape {
  const attempt = <T>(read: () => T, otherwise: T): T => {
    try {
      return read();
    } catch {
      return otherwise;
    }
  };
  const parameters = attempt(() => splitQuery(splitUrl(raw.url).query), []);
  return {
    version: attempt(() => versionOf(raw, parameters), { major: 2, minor: 0 }),
    format: attempt(() => formatOf(outputOf(raw, parameters)), 'atom'),
  };
}

export function readRequest(raw: RawRequest, viewer: Viewer): GdataRequest {
  const url = splitUrl(raw.url);
  const parameters = splitQuery(url.query);
  const output = outputOf(raw, parameters);
  const query = parseQuery(parameters);
  return {
    viewer,
    method: methodOf(raw),
    path: segmentsOf(url.path),
    parameters,
    query,
    version: versionOf(raw, parameters),
    format: formatOf(output),
    output,
    language: languageOf(query.hl, headerOf(raw, 'accept-language')),
    header: (name) => headerOf(raw, name),
    contentType: mediaType(raw),
    body: raw.body,
  };
}

/** Without scheme, host and fragment. */
export function splitUrl(url: string): { path: string; query: string } {
  const relative = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/, '');
  const at = relative.indexOf('?');
  return at < 0 ? { path: relative, query: '' } : { path: relative.slice(0, at), query: relative.slice(at + 1) };
}

/** Split before decoding: `%2F` belongs to its segment. A slash at the end means nothing. */
function segmentsOf(path: string): string[] {
  const rest = path.replace(/^\/calendar\/feeds\/?/, '').replace(/\/+$/, '');
  return rest === '' ? [] : rest.split('/').map(decodePart);
}

export function headerOf(raw: RawRequest, name: string): string | undefined {
  const value = raw.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Clients behind proxies that know GET and POST only; the header counts on POST alone. */
export function methodOf(raw: RawRequest): string {
  const override = headerOf(raw, 'x-http-method-override')?.trim().toUpperCase();
  if (raw.method === 'HEAD') return 'GET';
  if (raw.method !== 'POST' || override === undefined) return raw.method;
  if (['PUT', 'DELETE', 'PATCH'].includes(override)) return override;
  throw invalidInput('X-HTTP-Method-Override', 'X-HTTP-Method-Override must be PUT, DELETE or PATCH.', {
    code: 'invalidMethodOverrideHeader',
  });
}

/** The header wins over `v`; neither means protocol 1, which Zend and the first Java library speak. */
function versionOf(raw: RawRequest, parameters: Parameters): Version {
  const text = headerOf(raw, 'gdata-version') ?? last(parameters, 'v') ?? '1.0';
  const match = /^\s*(\d{1,3})(?:\.(\d{1,3}))?\s*$/.exec(text);
  if (!match)
    throw invalidInput('GData-Version', 'GData-Version must be a number like 2 or 2.1.', {
      code: 'invalidRequestVersion',
    });
  const [major, minor] = [Number(match[1]), Number(match[2] ?? 0)];
  if (major !== 1 && major !== 2)
    throw invalidInput('GData-Version', `Version ${text.trim()} is not supported.`, { code: 'versionNotSupported' });
  return { major, minor };
}

const outputs: Record<string, Output> = {
  atom: { kind: 'atom', inScript: false },
  jsonc: { kind: 'jsonc', inScript: false },
  rss: { kind: 'rss', inScript: false },
  json: { kind: 'json', inScript: false },
  'atom-in-script': { kind: 'atom', inScript: true },
  'rss-in-script': { kind: 'rss', inScript: true },
  'json-in-script': { kind: 'json', inScript: true },
};

/** Representations of the protocol that Calendar never had. */
const absent = new Set(['opensearch', 'atom-service', 'media']);

/** `alt` decides, never Accept; a JSON body without `alt` is answered in kind. */
function outputOf(raw: RawRequest, parameters: Parameters): Output {
  const alt = last(parameters, 'alt');
  if (!alt) return outputs[mediaType(raw) === 'application/json' ? 'jsonc' : 'atom']!;
  if (Object.hasOwn(outputs, alt)) return outputs[alt]!;
  const code = absent.has(alt) ? 'unsupportedOutputFormat' : 'invalidAltValue';
  throw invalidInput('alt', `There is no alt=${alt.slice(0, 40)} here.`, { code });
}

function formatOf({ kind }: Output): Format {
  return kind === 'jsonc' ? 'jsonc' : 'atom';
}

function last(parameters: Parameters, name: string): string | undefined {
  return parameters.findLast(([key]) => key === name)?.[1];
}

function mediaType(raw: RawRequest): string {
  return (headerOf(raw, 'content-type') ?? '').split(';')[0]!.trim().toLowerCase();
}
