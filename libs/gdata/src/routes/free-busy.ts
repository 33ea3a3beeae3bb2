import { DayferryError, forbidden, invalidInput, notFound, withoutTypes, type Principal } from '@dayferry/core';
import { instantOf } from '../parse/date-value.js';
import {
  busyDocument,
  groupEntry,
  groupFeed,
  type BusyGroup,
  type BusyPerson,
  type FreeBusyContext,
} from '../render/free-busy.js';
import { kinds } from '../namespaces.table.js';
import { feedsRoot } from '../render/links.js';
import { commonHeaders, contentType, type Answer } from './answer.js';
import { batching } from './batch.js';
import { signedIn, type Call } from './call.js';
import { linkParameters, queryText } from './paging.js';

const day = 86_400_000;
const longestRange = 366 * day;
const mostMembers = 100;
const mostEntries = 50;

/** The busy times of one user's primary calendar, or of any calendar by its id (developer's guide, "Querying busy times"). */
export async function getBusyTimes(call: Call): Promise<Answer> {
  const context = contextOf(call);
  const email = call.params.name!.toLowerCase();
  return answer(call, 'entry', busyDocument(await personOf(call, { email, name: email }, context), context));
}

/** One entry a member, for those whose busy times the viewer may see; pages by a token. */
export async function getGroupBusyTimes(call: Call): Promise<Answer> {
  const context = contextOf(call);
  return answer(call, 'feed', groupFeed(await groupOf(call, call.params.group!.toLowerCase(), context), context));
}

export async function getMemberBusyTimes(call: Call): Promise<Answer> {
  const context = contextOf(call);
  const group = call.params.group!.toLowerCase();
  const members = await membersOf(call, group);
  const member = members.find(({ email }) => email === call.params.name!.toLowerCase());
  if (!member) throw forbidden('This is no member of the group.');
  return answer(call, 'entry', busyDocument({ ...(await personOf(call, member, context)), group }, context));
}

/** Of a batch: an address may be a group's, which is answered with the group's feed. */
async function getAnyBusyTimes(call: Call): Promise<Answer> {
  const context = contextOf(call);
  const email = call.params.name!.toLowerCase();
  const principal = await call.core.directory.byEmail(email);
  if (principal?.kind !== 'group') return getBusyTimes(call);
  return answer(call, 'entry', groupEntry(await groupOf(call, email, context), context));
}

export const batchBusyTimes = batching({
  handlers: { query: getAnyBusyTimes },
  parameter: 'name',
  describe: (call) => ({
    id: `${feedsRoot(call.publicUrl)}/default/freebusy/batch/${call.core.clock()}`,
    term: kinds.freeBusy,
    kind: 'calendar#freebusyFeed',
    links: [],
  }),
});

function contextOf(call: Call): FreeBusyContext {
  const { email } = signedIn(call);
  const user = call.params.user!;
  if (user !== 'default' && user.toLowerCase() !== email) throw forbidden('Ask for busy times as default.');
  if (call.request.format === 'jsonc')
    throw invalidInput('alt', 'Busy times have no JSON-C form.', { code: 'unsupportedOutputFormat' });
  return {
    publicUrl: call.publicUrl,
    version: call.request.version.major,
    window: windowOf(call),
    now: call.core.clock(),
  };
}

/** 24 hours from now unless the request says otherwise; half a range is a day too. */
function windowOf(call: Call): { from: number; to: number } {
  const { startMin, startMax, zone } = call.request.query;
  const own = signedIn(call).settings.timezone;
  const where = zone ?? (typeof own === 'string' ? own : 'Etc/UTC');
  const to = startMax && instantOf(startMax, where);
  const from = startMin ? instantOf(startMin, where) : to === undefined ? call.core.clock() : to - day;
  const until = to ?? from + day;
  if (until - from <= longestRange) return { from, to: until };
  throw invalidInput('start-max', 'The range is longer than a year.', { code: 'invalidParameterValue' });
}

type Known = Pick<Principal, 'email' | 'name'>;

async function personOf(call: Call, person: Known, context: FreeBusyContext): Promise<BusyPerson> {
  const [found] = await peopleOf(call, [person], context);
  if (found) return found;
  throw forbidden(`You may not see the busy times of ${person.email.slice(0, 200)}.`);
}

/** Without those who show the viewer nothing: an entry without busy times would say that they are free. */
async function peopleOf(call: Call, people: Known[], { window }: FreeBusyContext): Promise<BusyPerson[]> {
  const { zone } = call.request.query;
  const ids = people.map(({ email }) => email);
  const answers = await call.core.freeBusy.query(call.request.viewer, ids, { ...window, ...(zone ? { zone } : {}) });
  return answers.flatMap((one, i) => {
    if ('error' in one) return [];
    const { email, name } = people[i]!;
    return [{ email, name, busy: withoutTypes(one.intervals) }];
  });
}

async function membersOf(call: Call, group: string): Promise<Principal[]> {
  const { viewer } = call.request;
  const found = await call.core.people.find(viewer, group);
  if (found.kind !== 'group') throw notFound('There is no such group.');
  const members = await call.core.people.membersOf(viewer, found);
  if (members.length <= mostMembers) return members;
  throw new DayferryError('forbidden', `A group of more than ${mostMembers} members cannot be asked for.`);
}

async function groupOf(call: Call, group: string, context: FreeBusyContext): Promise<BusyGroup> {
  const { query, parameters } = call.request;
  const size = Math.min(query.maxResults, mostEntries);
  const all = await membersOf(call, group);
  const after = query.startToken === undefined ? '' : Buffer.from(query.startToken, 'base64url').toString();
  const rest = all.filter(({ email }) => email > after);
  const page = rest.slice(0, size);
  const people = await peopleOf(call, page, context);
  const kept = linkParameters(parameters, query);
  const token = Buffer.from(page.at(-1)?.email ?? '').toString('base64url');
  const next = [['start-token', token] as [string, string], ...kept.filter(([name]) => name !== 'start-token')];
  return {
    group,
    members: people.map((person) => ({ ...person, group })),
    total: all.length,
    self: queryText(kept),
    ...(page.length > 0 && rest.length > page.length ? { next: queryText(next) } : {}),
  };
}

function answer(call: Call, type: 'feed' | 'entry', body: string): Answer {
  return { status: 200, headers: { ...commonHeaders(call), 'content-type': contentType('atom', type) }, body };
}
