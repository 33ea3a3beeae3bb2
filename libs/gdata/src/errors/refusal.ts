import { shapeOf, type RawRequest } from '../parse/request.js';
import { answers } from './codes.table.js';
import { bodyOf, contentType } from './error-answer.js';

/** What was refused before it came here, in the form that the request asks for. */
export function refusal(status: number, message: string, raw: RawRequest): { type: string; body: string } {
  const shape = shapeOf(raw);
  const { code } = Object.values(answers).find((answer) => answer.status === status) ?? answers['invalid-input'];
  return { type: contentType(shape), body: bodyOf(message, shape, { status, code }) };
}
