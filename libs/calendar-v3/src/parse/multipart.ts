import { fail } from '../errors/fail.js';

const longestBoundary = 200;
const lineEnd = 10;

/** The boundary of a multipart/mixed body, quoted or not. Refuses other types and boundaries that are none. */
export function readBoundary(contentType: string | undefined): string {
  const type = contentType ?? '';
  if (!/^\s*multipart\/mixed\s*;/i.test(type)) throw malformed('The Content-Type is not multipart/mixed.');
  const match = /;\s*boundary=(?:"([^"]*)"|([^\s;"]+))/i.exec(type);
  const boundary = match?.[1] ?? match?.[2] ?? '';
  if (boundary === '' || boundary.length > longestBoundary) throw malformed('The boundary is missing or too long.');
  return boundary;
}

/**
 * The parts of a multipart body, in order (RFC 2046 §5.1). Lines end with CRLF or LF; what stands before the first
 * boundary and behind the last is passed over. Refuses more than `most` parts and a body without its last boundary.
 * One pass: each octet is looked at a bounded number of times.
 */
export function readParts(body: Buffer, boundary: string, most: number): Buffer[] {
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Buffer[] = [];
  let start = -1;
  for (let at = nextDelimiter(body, delimiter, 0); at >= 0; at = nextDelimiter(body, delimiter, at + 1)) {
    if (start >= 0) parts.push(body.subarray(start, withoutLineEnd(body, start, at)));
    if (parts.length > most) throw malformed(`A batch has at most ${most} calls.`);
    const after = at + delimiter.length;
    if (body[after] === 45 && body[after + 1] === 45) return parts;
    const end = body.indexOf(lineEnd, after);
    start = end < 0 ? body.length : end + 1;
  }
  throw malformed('The last boundary is missing.');
}

/** A delimiter stands at the beginning of a line, and nothing but its end or white space follows on the line. */
function nextDelimiter(body: Buffer, delimiter: Buffer, from: number): number {
  for (let at = body.indexOf(delimiter, from); at >= 0; at = body.indexOf(delimiter, at + 1)) {
    const isAtLineStart = at === 0 || body[at - 1] === lineEnd;
    const next = body[at + delimiter.length];
    if (isAtLineStart && (next === undefined || next === lineEnd || next === 13 || next === 45 || next === 32))
      return at;
  }
  return -1;
}

/** The line end in front of a delimiter belongs to it. */
function withoutLineEnd(body: Buffer, start: number, at: number): number {
  const end = at - 1;
  if (end < start) return start;
  return end > start && body[end - 1] === 13 ? end - 1 : end;
}

export interface HeadAndBody {
  /** The lines of the head, without line ends. */
  lines: string[];
  body: Buffer;
}

/** Splits at the first empty line. Without one all of it is head. */
export function splitHead(part: Buffer): HeadAndBody {
  const lines: string[] = [];
  for (let at = 0; at < part.length;) {
    const found = part.indexOf(lineEnd, at);
    const end = found < 0 ? part.length : found;
    const line = part.toString('utf8', at, end).replace(/\r$/, '');
    at = end + 1;
    if (line === '') return { lines, body: part.subarray(at) };
    lines.push(line);
  }
  return { lines, body: Buffer.alloc(0) };
}

/** Header fields by lower-case name. Lines that are none are passed over: real clients send some. */
export function readHeaders(lines: string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

function malformed(message: string): Error {
  return fail('badRequest', { message });
}
