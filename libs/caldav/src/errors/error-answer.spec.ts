import { DayferryError, type ErrorKind } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { errorAnswer, troubleAnswer } from './error-answer.js';

const answer = (kind: ErrorKind, detail = {}) =>
  errorAnswer(new DayferryError(kind, 'Because <of> this.', detail), ['Basic', 'Bearer']);

describe('errorAnswer', () => {
  it.each([
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not-found', 404],
    ['gone', 410],
    ['conflict', 409],
    ['precondition-failed', 412],
    ['invalid-input', 400],
    ['token-expired', 403],
    ['too-large', 413],
    ['unsupported', 415],
    ['rate-limited', 429],
    ['unavailable', 503],
  ] as [ErrorKind, number][])('%s is %i, with a sentence in the body', (kind, status) => {
    const { body, ...rest } = answer(kind);
    expect(rest.status).toBe(status);
    expect(body).toContain('Because &lt;of&gt; this.');
    expect(rest.headers?.['content-type']).toBe('application/xml; charset=utf-8');
  });

  it('challenges, and says when to come back', () => {
    expect(answer('unauthenticated').headers?.['www-authenticate']).toEqual(['Basic', 'Bearer']);
    expect(answer('rate-limited', { retryAfter: 30 }).headers?.['retry-after']).toBe('30');
    expect(answer('unavailable').headers?.['retry-after']).toBe('5');
    expect(troubleAnswer('r<1>').body).toContain('r&lt;1&gt;');
  });

  it.each([
    ['token-expired', undefined, '<D:valid-sync-token/>'],
    ['forbidden', 'insufficient-role', '<D:need-privileges><D:resource>'],
    ['invalid-input', 'valid-calendar-data', '<C:valid-calendar-data/>'],
    ['invalid-input', 'max-resource-size', '<C:max-resource-size/>'],
    ['conflict', 'no-uid-conflict', '<C:no-uid-conflict><D:href>'],
  ] as [ErrorKind, string | undefined, string][])('%s %s names its precondition', (kind, code, element) => {
    const { status, body } = answer(kind, { code, info: { href: '/x' } });
    expect([status, body]).toEqual([403, expect.stringContaining(element)]);
  });
});
