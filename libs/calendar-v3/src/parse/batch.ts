import { readBoundary, readHeaders, readParts, splitHead } from './multipart.js';

/** A batch has at most this many calls (14.4). */
const mostCalls = 1_000;

/** One call of a batch, as it was sent. */
export interface BatchPart {
  contentId: string | undefined;
  /** Null when the part is no HTTP request that can be made here. */
  request: BatchRequest | null;
}

export interface BatchRequest {
  verb: string;
  /** Path and query. */
  url: string;
  headers: Map<string, string>;
  bytes: Uint8Array | undefined;
}

/** Section 14: the calls in a multipart body, as tolerant as its clients need. */
export function parseBatch(bytes: Uint8Array | undefined, contentType: string | undefined): BatchPart[] {
  const boundary = readBoundary(contentType);
  return readParts(Buffer.from(bytes ?? []), boundary, mostCalls).map(parsePart);
}

function parsePart(part: Buffer): BatchPart {
  const { lines, body } = splitHead(part);
  return { contentId: readHeaders(lines).get('content-id'), request: parseRequest(body) };
}

/** A path, never an address with a host: a batch reaches nothing but this API. */
const requestLine = /^([A-Za-z]+) +(\/[^\s/][^\s]*)(?: +HTTP\/\d(?:\.\d)?)? *$/;

function parseRequest(text: Buffer): BatchRequest | null {
  const { lines, body } = splitHead(withoutLeadingLines(text));
  const match = requestLine.exec(lines[0] ?? '');
  if (!match) return null;
  const content = body.toString('latin1').trim() === '' ? undefined : body;
  return { verb: match[1]!.toUpperCase(), url: match[2]!, headers: readHeaders(lines.slice(1)), bytes: content };
}

function withoutLeadingLines(text: Buffer): Buffer {
  let at = 0;
  while (text[at] === 13 || text[at] === 10) at += 1;
  return text.subarray(at);
}
