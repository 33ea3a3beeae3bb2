import { fail } from '../errors/fail.js';
import type { WireRequest } from './wire.js';

const overridable = new Set(['GET', 'PUT', 'PATCH', 'DELETE']);

/**
 * 1.9: a POST may stand for another method. A GET in disguise has its query in a form body (google-api-python-client
 * sends it so for URLs over 2048 characters).
 */
export function withOverride(request: WireRequest): WireRequest {
  const wanted = request.verb === 'POST' ? request.header('x-http-method-override')?.trim().toUpperCase() : undefined;
  if (wanted === undefined || wanted === '' || wanted === 'POST') return request;
  if (!overridable.has(wanted)) throw fail('httpMethodNotAllowed');
  if (wanted !== 'GET') return { ...request, verb: wanted };
  const form = formOf(request);
  const join = request.url.includes('?') ? '&' : '?';
  return { ...request, verb: 'GET', url: form === '' ? request.url : `${request.url}${join}${form}`, bytes: undefined };
}

function formOf({ bytes, header }: WireRequest): string {
  const isForm = /^\s*application\/x-www-form-urlencoded/i.test(header('content-type') ?? '');
  return isForm && bytes ? Buffer.from(bytes).toString('utf8') : '';
}
