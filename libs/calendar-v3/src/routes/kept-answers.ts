import { AnswerCache } from '@dayferry/core';
import { textBody, type Body } from '../render/body.js';
import type { Answer, Call } from './call.js';

const answers = new AnswerCache<{ text: string }>(({ text }) => 2 * text.length);

/** The ETag names the question, who asks and the state of everything that the answer is made of. */
export async function keptAnswer(call: Call, etag: string, make: () => Promise<Body>): Promise<Answer> {
  const { form, publicUrl } = call;
  const { text } = await answers.get(`${publicUrl} ${etag} ${form}`, async () => ({ text: (await make()).text(form) }));
  return { status: 200, body: textBody(text, form), etag, isCollection: true };
}
