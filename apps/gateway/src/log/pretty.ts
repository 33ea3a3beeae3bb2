interface Line {
  level: string;
  time: string;
  msg?: string;
  reqId?: string;
  method?: string;
  path?: string;
  status?: number;
  ms?: number;
  err?: { message?: string; stack?: string; cause?: { message?: string; stack?: string } };
}

const colours: Record<string, number> = { trace: 2, debug: 2, info: 36, warn: 33, error: 31, fatal: 31 };

/** A destination for pino that writes for people. */
export function prettyDestination(out: NodeJS.WriteStream): { write: (line: string) => void } {
  const paint = (code: number, text: string): string => (out.isTTY ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { write: (line) => void out.write(`${prettyLine(JSON.parse(line) as Line, paint)}\n`) };
}

function prettyLine(line: Line, paint: (code: number, text: string) => string): string {
  const time = paint(2, new Date(line.time).toTimeString().slice(0, 8));
  const level = paint(colours[line.level] ?? 0, line.level.padEnd(5));
  const id = line.reqId && line.err ? paint(2, ` (request ${line.reqId})`) : '';
  return `${time} ${level} ${printable(textOf(line))}${id}${errorOf(line)}`;
}

function textOf(line: Line): string {
  if (line.status === undefined) return line.msg ?? '';
  return `${line.method} ${line.path} ${line.status} in ${line.ms} ms`;
}

function errorOf({ err }: Line): string {
  if (!err) return '';
  const parts = [err.stack ?? err.message, err.cause && `caused by ${err.cause.stack ?? err.cause.message}`];
  return parts
    .filter(Boolean)
    .map((part) => `\n${printable(part!)}`)
    .join('');
}

/** Escape sequences in a user agent or a path must not reach the terminal. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- everything but newline and tab
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '?');
}
