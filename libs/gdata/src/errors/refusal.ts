import { shapeOf, type RawRequest } from '../parse/request.js';
import { answers, reasons } from './codes.table.js';
import { bodyOf, contentType } from './error-answer.js';

/** By status, the likeliest first: too many requests are 429 here, so that 503 is trouble of ours. */
const codes = [...Object.values(reasons), answers.unavailable, ...Object.values(answers)];

/** What was refused before it came here, in the form that the request asks for. */
export function refusal(status: number, message: string, raw: RawRequest): { type: string; body: string } {
  const shape = shapeOf(raw);
  const { code } = codes.find((answer) => answer.status === status) ?? answers['invalid-input'];
  return { type: contentType(shape), body: bodyOf(message, shape, { status, code }) };
}
