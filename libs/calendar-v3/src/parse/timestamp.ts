/** An RFC 3339 date-time: its wall-clock digits to the second, and the instant when it says its offset. */
export interface Timestamp {
  /** `YYYY-MM-DDThh:mm:ss` */
  local: string;
  /** Minutes east of UTC. */
  offset?: number;
  /** Epoch milliseconds, whole seconds; read as UTC when there is no offset. */
  utc: number;
  /** What the text says beyond the second. */
  millis: number;
}

const shape = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d{1,20})?(?:([Zz])|([+-])(\d\d):(\d\d))?$/;

/** Null for everything that is not a real time: 24:00, leap seconds, 30 February, offsets of a day or more. */
export function readTimestamp(text: string): Timestamp | null {
  const match = text.length <= 64 ? shape.exec(text) : null;
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (!isDay(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  const offset = readOffset(match);
  if (offset === null) return null;
  const local = `${text.slice(0, 10)}T${text.slice(11, 19)}`;
  const utc = Date.parse(`${local}Z`) - (offset ?? 0) * 60_000;
  const millis = Math.trunc(Number(`0${match[7] ?? ''}`) * 1000);
  return { local, utc, millis, ...(offset === undefined ? {} : { offset }) };
}

/** `YYYY-MM-DD`, a day that exists. */
export function isRealDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return match !== null && isDay(Number(match[1]), Number(match[2]), Number(match[3]));
}

function isDay(year: number, month: number, day: number): boolean {
  return (
    year > 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
  );
}

/** Undefined without an offset, null for one that cannot be. */
function readOffset(match: RegExpExecArray): number | undefined | null {
  if (match[8]) return 0;
  if (!match[9]) return undefined;
  const [hours, minutes] = [Number(match[10]), Number(match[11])];
  if (hours > 23 || minutes > 59) return null;
  return (match[9] === '-' ? -1 : 1) * (hours * 60 + minutes);
}
