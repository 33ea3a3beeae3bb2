/** The closed set of things that can go wrong; every protocol maps all of them, checked by the compiler. */
export type ErrorKind =
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'gone'
  | 'conflict'
  | 'precondition-failed'
  | 'invalid-input'
  | 'token-expired'
  | 'too-large'
  | 'unsupported'
  | 'rate-limited'
  | 'unavailable';

export interface ErrorDetail {
  /** Where in the input: a JSON path, a property name, a parameter name. */
  path?: string;
  /** Machine-readable reason inside the kind, e.g. `uid-conflict`, `max-resource-size`, `insufficient-role`. */
  code?: string;
  /** For the operator's log only. */
  cause?: unknown;
  /** Seconds. */
  retryAfter?: number;
  /** What the error is about, for protocols that name it (conflicting resource name, required role, limit). */
  info?: Record<string, string | number>;
}

/** Thrown by core and by parsers. `message` is public: a sentence that a client's author can act on. */
export class DayferryError extends Error {
  constructor(
    readonly kind: ErrorKind,
    message: string,
    readonly detail: ErrorDetail = {},
  ) {
    super(message, { cause: detail.cause });
    this.name = 'DayferryError';
  }
}

export const unauthenticated = (message = 'Sign-in is required.', detail?: ErrorDetail): DayferryError =>
  new DayferryError('unauthenticated', message, detail);

export const forbidden = (message: string, detail?: ErrorDetail): DayferryError =>
  new DayferryError('forbidden', message, detail);

export const notFound = (message = 'Not found.', detail?: ErrorDetail): DayferryError =>
  new DayferryError('not-found', message, detail);

export const conflict = (message: string, detail?: ErrorDetail): DayferryError =>
  new DayferryError('conflict', message, detail);

export const preconditionFailed = (message = 'The precondition does not hold.', detail?: ErrorDetail): DayferryError =>
  new DayferryError('precondition-failed', message, detail);

/** `path` names the place in the input, `reason` says what is wrong with it. */
export const invalidInput = (path: string, reason: string, detail: ErrorDetail = {}): DayferryError =>
  new DayferryError('invalid-input', reason, { ...detail, path });

export const tooLarge = (message: string, detail?: ErrorDetail): DayferryError =>
  new DayferryError('too-large', message, detail);

export const unavailable = (message: string, detail?: ErrorDetail): DayferryError =>
  new DayferryError('unavailable', message, detail);
