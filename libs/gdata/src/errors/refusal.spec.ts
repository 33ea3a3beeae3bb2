import { expect, it } from 'vitest';
import { refusal } from './refusal.js';

const raw = { method: 'GET', url: '/calendar/feeds/default/private/full?alt=jsonc', headers: {} };

it.each([
  [400, 'invalidParameterValue'],
  [404, 'ResourceNotFoundException'],
  [405, 'cannotEditResource'],
  [413, 'entityTooLarge'],
  [415, 'unsupportedContentType'],
  [429, 'quotaExceeded'],
  [503, 'serviceUnavailable'],
  [431, 'invalidParameterValue'],
])('names the reason of %d: %s', (status, reason) => {
  const { body } = refusal(status, 'No.', raw);
  expect(JSON.parse(body)).toMatchObject({ error: { code: status, message: 'No.', errors: [{ reason }] } });
});
