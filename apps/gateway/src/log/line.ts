import { DayferryError } from '@dayferry/core';
import { redact } from './redact.js';

const maxLine = 4_096;

/** The last thing that happens to a log line: no secret leaves, and none is longer than 4 KiB. */
export function finishLine(line: string): string {
  const safe = redact(line);
  return safe.length < maxLine / 3 || Buffer.byteLength(safe) <= maxLine ? safe : shortened(safe);
}

interface Line {
  level: string;
  time: string;
  reqId?: string;
  msg?: string;
  err?: { type?: string; message?: string; stack?: string };
}

/** What identifies the event, and as much of its text as fits in any script. */
function shortened(line: string): string {
  const { level, time, reqId, msg, err } = JSON.parse(line) as Line;
  const error = err && { type: err.type, message: cut(err.message, 200), stack: cut(err.stack, 700) };
  return `${JSON.stringify({ level, time, reqId, msg: cut(msg, 200), err: error, isShortened: true })}\n`;
}

/** Ends a text early. Control characters cost six octets each in JSON, so there are few of them in what is kept. */
function cut(text: string | undefined, length: number): string | undefined {
  // eslint-disable-next-line no-control-regex -- that is what it is about
  return text?.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]+/g, ' ').slice(0, length);
}

/** An error for the operator: with its stack and what caused it, which no client ever sees. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const fields: Record<string, unknown> = { type: error.name, message: error.message, stack: error.stack };
  if (error instanceof DayferryError) Object.assign(fields, { kind: error.kind, code: error.detail.code });
  if ('code' in error) fields.code = error.code;
  if (error.cause !== undefined) fields.cause = errorFields(error.cause);
  return fields;
}
