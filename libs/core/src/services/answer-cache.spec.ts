import { expect, it } from 'vitest';
import { AnswerCache } from './answer-cache.js';

interface Made {
  text: string;
}

function counting(text = 'x'): { made: number; make: () => Promise<Made> } {
  const counter = { made: 0, make: () => Promise.resolve({ text: `${text}${(counter.made += 1)}` }) };
  return counter;
}

it('makes an answer twice and then gives the second one', async () => {
  const cache = new AnswerCache<Made>(({ text }) => text.length);
  const { make } = counting();
  const texts: string[] = [];
  for (let i = 0; i < 4; i += 1) texts.push((await cache.get('key', make)).text);
  expect(texts).toEqual(['x1', 'x2', 'x2', 'x2']);
  expect((await cache.get('other', make)).text).toBe('x3');
});

it('keeps no errors', async () => {
  const cache = new AnswerCache<Made>(() => 1);
  for (let i = 0; i < 3; i += 1)
    await expect(cache.get('key', () => Promise.reject(new Error('trouble')))).rejects.toThrow('trouble');
  expect((await cache.get('key', counting().make)).text).toBe('x1');
});

it.each([
  ['an answer that is too large', 'key', 8 * 1_048_576],
  ['a question that is too long', 'k'.repeat(4_097), 1],
])('does not keep %s', async (_name, key, size) => {
  const cache = new AnswerCache<Made>(() => size);
  const counter = counting();
  for (let i = 0; i < 4; i += 1) await cache.get(key, counter.make);
  expect(counter.made).toBe(4);
});
