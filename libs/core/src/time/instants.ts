import { invalidInput } from '../errors.js';
import { civilMillis, civilText } from './civil.js';

const utcPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/** Epoch milliseconds of `YYYY-MM-DDThh:mm:ss[.frac]Z`. */
export function parseUtc(text: string): number {
  if (!utcPattern.test(text)) throw invalidInput('', `${text} is not a UTC date-time.`);
  const fraction = text.length > 20 ? Math.trunc(Number(`0${text.slice(19, -1)}`) * 1000) : 0;
  return civilMillis(text.slice(0, 19)) + fraction;
}

export function formatUtcSeconds(millis: number): string {
  return `${civilText(Math.floor(millis / 1000) * 1000)}Z`;
}

export function formatUtcMillis(millis: number): string {
  return new Date(millis).toISOString();
}

/** `+01:00` of 60; seconds of historic offsets are cut. */
export function formatOffset(minutes: number): string {
  const whole = Math.trunc(Math.abs(minutes));
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(whole / 60))}:${pad(whole % 60)}`;
}
