/** Where the worker writes its lines: fields first, as pino has it. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What the worker counts; label values come from closed sets. */
export interface Count {
  (name: 'push' | 'invitations', outcome: 'done' | 'failed' | 'dropped'): void;
}
