import type { Notice } from '@dayferry/core';
import type { Parameters } from './parameters.js';

/** calendar-v3.md 5.5.1: `sendUpdates`; without it the old `sendNotifications=true` means all; by default nobody. */
export function noticeOf({ sendUpdates, sendNotifications }: Parameters): Notice {
  return sendUpdates ?? (sendNotifications ? 'all' : 'none');
}
