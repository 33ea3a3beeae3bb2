import { isPlainObject, type Limits } from '@dayferry/core';
import type { Kind, Shape } from './carried-shapes.table.js';
import { own } from './own.js';

export interface ParseOptions {
  limits: Limits;
  /** Zone to try when a VTIMEZONE under an unknown name has its rules. */
  calendarZone?: string;
  /** False: X-DAYFERRY-* properties and parameters and JSPROP are not read (a client that drops them did not see them). */
  carriers?: boolean;
}

/** The parameter that carries, as JSON, the members of a person, link or place without a parameter of their own. */
export const residueParameter = 'x-dayferry';

/** Puts carried members into the thing they belong to; false when they are not as we write them. */
export function readResidue(
  target: object,
  value: string | string[],
  { shape, options }: { shape: Shape; options: ParseOptions },
): boolean {
  if (options.carriers === false) return true;
  const carried = typeof value === 'string' ? readCarried(value, shape) : null;
  if (!carried) return false;
  const { extras, ...members } = carried as { extras?: object };
  Object.assign(target, members);
  if (extras) (target as { extras?: object }).extras = { ...(target as { extras?: object }).extras, ...extras };
  return true;
}

/** A JSON object of this shape, every member of it; null for anything else. */
export function readCarried(text: string, shape: Shape): object | null {
  const value = parseCarried(text);
  return value && fits(value, shape) ? value : null;
}

function fits(value: unknown, kind: Kind): boolean {
  if (typeof kind === 'object')
    return (
      isPlainObject(value) &&
      Object.entries(value).every(([name, member]) => own(kind, name) !== undefined && fits(member, kind[name]!))
    );
  switch (kind) {
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'texts':
      return isPlainObject(value) && Object.values(value).every((item) => typeof item === 'string');
    case 'object':
      return isPlainObject(value);
    default:
      return typeof value === kind;
  }
}

/** Any JSON object but one with names that JavaScript gives a meaning to. */
export function parseCarried(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text, refuseReserved);
    return isPlainObject(value) ? value : null;
  } catch {
    return null;
  }
}

function refuseReserved(this: unknown, name: string, value: unknown): unknown {
  if (name === '__proto__' || name === 'constructor' || name === 'prototype') throw new SyntaxError('reserved name');
  return value;
}
