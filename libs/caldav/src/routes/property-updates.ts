import { DayferryError } from '@dayferry/core';
import { dav, type ClarkName } from '../clark.js';
import { conditionElement, conditions } from '../errors/conditions.table.js';
import { emptyEdit, type CalendarEdit, type EditContext } from '../parse/calendar-edit.js';
import type { PropertyUpdate } from '../parse/proppatch.js';
import type { Setter } from '../parse/settable.table.js';
import { propstat } from '../render/multistatus.js';
import { propertiesOn } from '../render/properties.table.js';
import { tagsOf } from '../render/xml-text.js';

export interface Outcome {
  edit: CalendarEdit;
  /** DAV:propstat elements for all updates. */
  propstats: string;
  hasFailed: boolean;
}

interface Failure {
  status: number;
  /** A precondition element. */
  error: string;
}

/** Runs all instructions in order; one that fails fails all (RFC 4918 §9.2), and the others are 424. */
export function runUpdates(
  updates: PropertyUpdate[],
  setters: ReadonlyMap<ClarkName, Setter>,
  context: EditContext,
): Outcome {
  const edit = emptyEdit();
  const failures = updates.map((update) => attempt(update, setters, edit, context));
  const hasFailed = failures.some((failure) => failure !== null);
  const propstats = updates.map(({ name }, i) => {
    const failure = failures[i] ?? null;
    return propstat(tagsOf(name).empty, failure?.status ?? (hasFailed ? 424 : 200), failure?.error);
  });
  return { edit, propstats: propstats.join(''), hasFailed };
}

function attempt(
  { name, value }: PropertyUpdate,
  setters: ReadonlyMap<ClarkName, Setter>,
  edit: CalendarEdit,
  context: EditContext,
): Failure | null {
  const setter = setters.get(name);
  if (!setter)
    return { status: 403, error: isProtected(name) ? tagsOf(dav('cannot-modify-protected-property')).empty : '' };
  try {
    setter(edit, value, context);
    return null;
  } catch (error) {
    return failureOf(error);
  }
}

function isProtected(name: ClarkName): boolean {
  return propertiesOn('calendar').has(name) || propertiesOn('principal').has(name) || propertiesOn('object').has(name);
}

/** RFC 4918 §9.2.1: 403 for what may not be changed, 409 for a value that makes no sense. */
function failureOf(error: unknown): Failure {
  if (!(error instanceof DayferryError)) throw error;
  const condition = conditions[error.detail.code ?? ''];
  const element = condition ? conditionElement(condition, error.detail.info) : '';
  return { status: error.kind === 'invalid-input' && !condition ? 409 : 403, error: element };
}
