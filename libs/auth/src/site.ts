import { invalidInput } from '@dayferry/core';

/** The user's own machine. */
export const isLoopback = (hostname: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
const longest = 2_048;

export const isHostName = (text: string): boolean => /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text);

/** The origin of a program's site. Refuses all but https, and http on the user's own machine. */
export function readSite(text: string): string {
  const url = addressIn(text);
  if (url?.pathname !== '/' || url.search)
    throw invalidInput('site', `${text} is not a site like https://planner.example.org.`);
  return url.origin;
}

/**
 * An address to which a person may be sent with a token: https, or http on their own machine; nothing that two readers
 * could understand in two ways, no user name, no fragment. Null for all else.
 */
export function addressIn(text: string): URL | null {
  // What stands before the host's end is taken literally: `https:evil`, `//evil` and backslashes mean other things to browsers.
  if (text.length > longest || !/^https?:\/\/[a-z0-9.[\]:-]+(?:[/?][\x21-\x5b\x5d-\x7e]*)?$/i.test(text)) return null;
  if (text.includes('#') || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'https:' || isOnThisMachine(url) ? url : null;
}

export const isOnThisMachine = ({ protocol, hostname }: URL): boolean => protocol === 'http:' && isLoopback(hostname);

/** The address with more in its query, and what is there as it was written. */
export function withParameters(address: string, parameters: Record<string, string>): string {
  const more = new URLSearchParams(parameters).toString();
  return `${address}${address.includes('?') ? '&' : '?'}${more}`;
}
