import { refusal as caldav } from '@dayferry/caldav';
import { refusal as v3 } from '@dayferry/calendar-v3';
import { refusal as v2 } from '@dayferry/gdata';
import { refusal as jscalendar } from '@dayferry/jscalendar';
import type { FastifyRequest } from 'fastify';
import { protocolOf } from '../protocols.table.js';

export interface Refusal {
  type: string;
  body: string;
}

const shapes = { v2, v3, caldav, jscalendar };

/** What the gateway itself refuses, in the shape of the protocol that the address belongs to; elsewhere small plain JSON. */
export function refusalOf(status: number, message: string, { raw, id }: FastifyRequest): Refusal {
  const { method = 'GET', url = '/', headers } = raw;
  const label = protocolOf(url);
  if (label !== 'other') return shapes[label](status, message, { method, url, headers });
  const error = { code: status, message, requestId: id };
  return { type: 'application/json; charset=utf-8', body: JSON.stringify({ error }) };
}
