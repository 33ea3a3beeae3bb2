import { isIP } from 'node:net';
import type { LegacyDoor } from '@dayferry/core';
import { z } from 'zod';

/** Readers of single values. Each refuses with the end of a sentence that begins with the variable's name. */

export const host = z.string().regex(/^[A-Za-z0-9._:-]+$/, 'is not a host name or an IP address');

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/, 'is not a whole number')
  .transform(Number);

export const port = z
  .string()
  .refine((text) => !text.startsWith('tcp://'), {
    message: 'was set by Kubernetes for a Service named "dayferry": set enableServiceLinks to false in the pod',
    abort: true,
  })
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535, 'is not a port (1 to 65535)')
  .transform(Number);

export const portOrOff = z.union([z.enum(['off', '0']).transform(() => null), port], {
  error: 'is neither a port (1 to 65535) nor "off"',
});

/** Links are made by putting a path behind it, so it is an origin: no path, no query, no user name. */
export const origin = z
  .string()
  .refine(isOrigin, 'is not an address like https://calendar.example.org (no path behind the host)')
  .transform((text) => new URL(text).origin);

function isOrigin(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password;
}

export const databaseUrl = z.string().refine((text) => /^sqlite:(?!:memory:$).+/.test(text) || isMysqlUrl(text), {
  message: 'is neither sqlite:<path> nor mysql://<user>:<password>@<host>/<database>',
});

function isMysqlUrl(text: string): boolean {
  return /^(mysql|mariadb):\/\//.test(text) && URL.canParse(text) && new URL(text).pathname.length > 1;
}

export const oneOf = <const T extends readonly [string, ...string[]]>(...words: T) =>
  z.enum(words, { error: `is not one of ${words.join(', ')}` });

export const emailAddress = z
  .string()
  .regex(/^[^\s@/\\]+@[^\s@/\\]+$/, 'is not an e-mail address')
  .transform((text) => text.toLowerCase());

export const domainName = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/, 'is not a domain name')
  .transform((text) => text.toLowerCase());

const namedRanges = ['loopback', 'linklocal', 'uniquelocal'];

/** Comma-separated addresses, ranges (10.0.0.0/8) and the names that Fastify's trustProxy knows. */
export const proxies = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .refine((parts) => parts.every(isProxy), 'is not a list of IP addresses, ranges like 10.0.0.0/8, or "loopback"');

function isProxy(text: string): boolean {
  if (namedRanges.includes(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (!family || rest.length) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

const units: Record<string, number> = { '': 1, KiB: 1024, MiB: 1_048_576 };

/** A count, or a size in octets with an optional unit (KiB, MiB). */
export function limit(maximum: number, isSize: boolean): z.ZodType<number, string> {
  const number = isSize ? size : wholeNumber;
  const message = `is not between 1 and ${maximum}`;
  return number.refine((value) => value >= 1 && value <= maximum, message);
}

const size = z
  .string()
  .regex(/^\d{1,15} ?(KiB|MiB)?$/, 'is not a number of octets (a unit may follow: KiB, MiB)')
  .transform((text) => parseInt(text, 10) * units[text.replace(/[\d ]/g, '')]!);

export interface DavLayout {
  principal: string;
  home: string;
}

/** Path layouts of other CalDAV servers, by name. */
const layouts: Record<string, DavLayout[]> = {
  nextcloud: [{ principal: '/remote.php/dav/principals/users/{user}/', home: '/remote.php/dav/calendars/{user}/' }],
  sogo: [{ principal: '/SOGo/dav/{user}/', home: '/SOGo/dav/{user}/Calendar/' }],
  baikal: [{ principal: '/dav.php/principals/{user}/', home: '/dav.php/calendars/{user}/' }],
  calendarserver: ['users', '__uids__'].map((kind) => ({
    principal: `/principals/${kind}/{user}/`,
    home: `/calendars/${kind}/{user}/`,
  })),
};

/** First segments of paths that are ours already. */
const taken =
  /^\/(?:account|accounts|batch|calendar|caldav|dav|device|discovery|egroupware|healthz|o|oauth2|rest|revoke|token|\.well-known)(?:\/|$)/;
const template = /^(?:\/[\w.~-]+)+\/\{user\}\/(?:[\w.~-]+\/)*$/;

const layout = z.string().transform((text, context): DavLayout[] => {
  const known = layouts[text.toLowerCase()];
  if (known) return known;
  const [principal = '', home = '', ...rest] = text.split('=');
  const isFree = [principal, home].every((path) => template.test(path) && !taken.test(path));
  if (isFree && principal !== home && rest.length === 0) return [{ principal, home }];
  context.addIssue({ code: 'custom', message: 'wrong layout' });
  return z.NEVER;
});

/** Comma-separated names of layouts, or pairs like /old/{user}/=/old/{user}/calendars/. */
export const davLayouts = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .pipe(
    z.array(layout, {
      error: `is not a list of ${Object.keys(layouts).join(', ')}, or of pairs <principal path>=<home path> with {user} in each`,
    }),
  )
  .transform((all) => all.flat());

const doors = ['client-login', 'authsub', 'oauth1', 'magic-cookie'] as const satisfies readonly LegacyDoor[];

/** Comma-separated, each once; `all` and `none`. */
export const legacyDoors = z
  .string()
  .transform((text) => {
    if (text === 'none') return [];
    return text === 'all' ? [...doors] : [...new Set(text.split(',').map((part) => part.trim()))];
  })
  .pipe(z.array(z.enum(doors, { error: `is not all, none, or a list of ${doors.join(', ')}` })));

/** Whether nobody but this machine can use the address. */
export const isHere = (address: string): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);

export const domainNameOrNone = z.union([z.literal(''), domainName], { error: 'is not a domain name' });

const word = z.string().min(1).max(1_024);
const list = z.union([word.transform((one) => [one]), z.array(word).min(1)]);

const issuer = z.strictObject({
  issuer: z.url({ protocol: /^https?$/ }),
  label: word.optional(),
  domains: z.array(domainName).min(1),
  users: z.enum(['link', 'create']).default('link'),
  audience: list.optional(),
  scopes: z.record(word, z.array(word).min(1)).default({}),
  clientId: word.optional(),
  clientSecret: word.optional(),
});

/** JSON: OpenID Connect servers that vouch for users; docs/sign-in.md has the members. */
export const issuerList = z.string().transform((text, context) => {
  const read = z.array(issuer).safeParse(parsed(text));
  if (read.success) return read.data.map((one) => ({ ...one, label: one.label ?? new URL(one.issuer).host }));
  const [{ path, message }] = read.error.issues as [z.core.$ZodIssue];
  context.addIssue({ code: 'custom', message: `is no JSON list of issuers: ${[...path, message].join(' ')}` });
  return z.NEVER;
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text || '[]');
  } catch {
    return undefined;
  }
}

export const secretOrNone = z.union([z.literal(''), z.string().min(32).max(1_024)], {
  error: 'has less than 32 characters',
});

/** `100,365`: whole days back and ahead, at most a hundred years each; or `all`. */
export const listingWindow = z
  .union([z.literal('all'), z.string().regex(/^\d{1,5},\d{1,5}$/)], {
    error: 'is not two numbers of days like 100,365, or all',
  })
  .transform((text) => (text === 'all' ? text : text.split(',').map((days) => Math.min(Number(days), 36_525))));
