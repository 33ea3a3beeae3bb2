import { LRUCache } from 'lru-cache';
import { textBody, type Body } from '../render/body.js';
import type { Answer, Call } from './call.js';

/** Whole lists by their ETag, so that one which many clients ask for is put together once. Octets. */
const texts = new LRUCache<string, string>({
  maxSize: 48 * 1_048_576,
  maxEntrySize: 6 * 1_048_576,
  sizeCalculation: (text, key) => 2 * (text.length + key.length) + 64,
});

/** The ETag names the question, who asks and the state of everything that the answer is made of. */
export async function keptAnswer(call: Call, etag: string, make: () => Promise<Body>): Promise<Answer> {
  const key = `${call.publicUrl} ${etag} ${call.form}`;
  const known = texts.get(key);
  if (known !== undefined) return answerOf(etag, known, call.form);
  const text = (await make()).text(call.form);
  texts.set(key, text);
  return answerOf(etag, text, call.form);
}

function answerOf(etag: string, text: string, form: Call['form']): Answer {
  return { status: 200, body: textBody(text, form), etag, isCollection: true };
}
