import { DayferryError, type ErrorKind } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { errorAnswer } from './error-answer.js';
import { fail, invalidParameter } from './fail.js';
import { reasons, type ReasonName } from './reasons.table.js';

describe('errorAnswer', () => {
  it('writes the envelope of the reference', () => {
    expect(errorAnswer(fail('timeRangeEmpty')).body).toEqual({
      error: {
        errors: [
          {
            domain: 'calendar',
            reason: 'timeRangeEmpty',
            message: 'The specified time range is empty.',
            locationType: 'parameter',
            location: 'timeMax',
          },
        ],
        code: 400,
        message: 'The specified time range is empty.',
      },
    });
  });

  it('names the parameter that is wrong', () => {
    expect(errorAnswer(invalidParameter('maxResults', 'Invalid integer value.')).body).toMatchObject({
      error: { errors: [{ reason: 'invalidParameter', locationType: 'parameter', location: 'maxResults' }] },
    });
  });

  it.each<[ErrorKind, string | undefined, number, string]>([
    ['unauthenticated', undefined, 401, 'authError'],
    ['forbidden', undefined, 403, 'forbidden'],
    ['forbidden', 'insufficient-role', 403, 'requiredAccessLevel'],
    ['forbidden', 'insufficient-scope', 403, 'insufficientPermissions'],
    ['forbidden', 'primary', 403, 'cannotDeletePrimaryCalendar'],
    ['not-found', undefined, 404, 'notFound'],
    ['gone', undefined, 410, 'deleted'],
    ['conflict', 'uid-conflict', 409, 'duplicate'],
    ['conflict', 'id-conflict', 409, 'duplicate'],
    ['conflict', 'lost-race', 409, 'conflict'],
    ['precondition-failed', undefined, 412, 'conditionNotMet'],
    ['invalid-input', undefined, 400, 'invalid'],
    ['invalid-input', 'constructor', 400, 'invalid'],
    ['token-expired', undefined, 410, 'fullSyncRequired'],
    ['too-large', undefined, 413, 'uploadTooLarge'],
    ['unsupported', undefined, 400, 'invalid'],
    ['rate-limited', undefined, 429, 'rateLimitExceeded'],
    ['unavailable', undefined, 503, 'backendError'],
  ])('%s %s is %d %s', (kind, code, status, reason) => {
    const answer = errorAnswer(new DayferryError(kind, 'why', code === undefined ? {} : { code }));
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error: { code: status, errors: [{ reason }] } });
  });

  it('says 401 required where nobody signed in', () => {
    expect(errorAnswer(fail('loginRequired')).body).toMatchObject({
      error: {
        code: 401,
        errors: [{ domain: 'global', reason: 'required', message: 'Login Required', location: 'Authorization' }],
      },
    });
  });

  it('has a status that fits the kind of every reason', () => {
    for (const name of Object.keys(reasons) as ReasonName[]) {
      expect(errorAnswer(fail(name)).status).toBe(reasons[name].status);
    }
  });
});
