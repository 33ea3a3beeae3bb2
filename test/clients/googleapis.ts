import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { auth, calendar, calendar_v3 } from '@googleapis/calendar';
import type { Account } from './gateway.js';
import { fileBeside } from './program.js';

export type Calendar = calendar_v3.Calendar;

/** What the small package and the large one have in common; the types are the same, generated from one document. */
interface Library {
  calendar: typeof calendar;
  auth: typeof auth;
}

const here = createRequire(import.meta.url);
const installed = createRequire(fileBeside('npm/package.json'));

/** The library by the name of its package; undefined when it is not installed. */
export function library(name: '@googleapis/calendar' | 'googleapis'): Library | undefined {
  if (name === '@googleapis/calendar') return here(name) as Library;
  return (optional('googleapis') as { google: Library } | undefined)?.google;
}

/** A package of test/clients/npm. */
export function optional(name: string): unknown {
  try {
    return installed(name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** The client that a program makes; nothing but the root URL says that this is another server. */
export function calendarClient(
  { calendar, auth }: Library,
  url: string,
  account: Account,
  options: { fetchImplementation?: typeof fetch } = {},
): Calendar {
  const client = new auth.OAuth2();
  client.setCredentials({ access_token: account.token });
  return calendar({ version: 'v3', rootUrl: `${url}/`, auth: client, retry: false, ...options });
}

/** The same client, which notes the id of each method that is called. */
export function recording(client: Calendar, into: Set<string>): Calendar {
  const resources = Object.entries(client).filter(([, value]) => typeof value === 'object' && value !== null);
  return Object.fromEntries(
    resources.map(([name, resource]) => [
      name,
      new Proxy(resource as Record<string, unknown>, {
        get: (methods, method: string) => {
          into.add(`calendar.${name}.${method}`);
          return methods[method];
        },
      }),
    ]),
  ) as unknown as Calendar;
}

/** Status, domain and reason of what a program catches. */
export async function refusalOf(call: Promise<unknown>): Promise<unknown[]> {
  const thrown = await call.then(
    () => undefined,
    (error: { status: number; response: { data: { error: { errors: { domain: string; reason: string }[] } } } }) =>
      error,
  );
  const [first] = thrown?.response.data.error.errors ?? [];
  return [thrown?.status, first?.domain, first?.reason];
}

interface Discovery {
  resources: Record<string, { methods: Record<string, { id: string }> }>;
}

/** Of all methods that the discovery document has. */
export function methodIds(): string[] {
  const file = new URL('../../libs/calendar-v3/discovery/calendar-v3.json', import.meta.url);
  const { resources } = JSON.parse(readFileSync(file, 'utf8')) as Discovery;
  return Object.values(resources).flatMap(({ methods }) => Object.values(methods).map(({ id }) => id));
}
