import { createToken } from '@dayferry/auth';
import {
  createPrincipal,
  type NewAclRule,
  type OpenCalendar,
  type Principal,
  type Role,
  type SeriesDraft,
} from '@dayferry/core';
import type { LightMyRequestResponse as Response } from 'fastify';
import { fakeClock, people, startServer, type Request, type TestServer } from '../harness/index.js';
import type { Change, Verb, Who } from './verb.js';

export type Kind = 'default' | 'private' | 'public' | 'secret';

export interface SceneEvent {
  kind: Kind;
  id: string;
  name: string;
  uid: string;
  title: string;
  start: string;
}

const env = { DAYFERRY_REQUESTS_PER_MINUTE: '1000000' };

/** What a request names, by the placeholders of `Verb`. */
export type Names = Record<string, string>;

interface Place {
  owner: 'alice' | 'carol';
  open: OpenCalendar;
  events: Record<Kind, SceneEvent>;
  cookie: string;
}

const hours: Record<Kind, string> = { default: '10', private: '12', public: '14', secret: '16' };
const visibility = {
  default: {},
  private: { visibility: 'private' },
  public: { visibility: 'public' },
  secret: { visibility: 'confidential', isSecret: true },
} as const;
const shared = ['freeBusy', 'reader', 'writer', 'owner'] as const;

/** Alice's calendar with events of each kind, somebody for each role on it, and Carol's, which everybody may read. */
export class AccessScene {
  private readonly users = new Map<Who | 'alice' | 'carol', Principal>();
  private readonly tokens = new Map<string, string>();
  private readonly pending = new Set<Change>();
  private left = 0;
  private counter = 0;
  private asker: Who | 'alice' = 'alice';
  private channel: Names = {};
  private shown!: Place;
  private visited!: Place;

  private constructor(readonly server: TestServer) {}

  static async start(): Promise<AccessScene> {
    const scene = new AccessScene(await startServer({ clock: fakeClock('2026-03-01T12:00:00Z'), env }));
    await scene.addUsers();
    scene.shown = await scene.place('alice', 'Team');
    scene.visited = await scene.place('carol', 'Open');
    await scene.server.core.calendars.setAcl(scene.visited.open, {
      scopeType: 'default',
      scopeValue: '',
      role: 'reader',
    });
    await scene.renewPrimary();
    await scene.shareAll();
    await scene.watch();
    return scene;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  /** One request about an event of that kind, on a calendar on which nothing is missing that earlier ones took away. */
  async ask(verb: Verb, who: Who | 'alice', kind: Kind, scope = 'calendar'): Promise<Response> {
    await this.renew();
    const answer = await this.send(verb, who, this.names(who, kind), scope);
    if (verb.changes && answer.statusCode < 300) {
      this.pending.add(verb.changes);
      this.asker = who;
    }
    return answer;
  }

  names(who: Who | 'alice', kind: Kind): Names {
    const { owner, open, events, cookie } = who === 'visitor' ? this.visited : this.shown;
    const me = this.users.get(who)?.email ?? 'nobody@example.org';
    const { kind: _kind, ...event } = events[kind];
    const { [kind]: other } = this.visited.events;
    return {
      ...{
        cal: open.calendar.id,
        primary: people[owner].email,
        group: 'team@example.org',
        me,
        cookie,
        ...this.channel,
        ...event,
      },
      ...{ other: this.visited.open.calendar.id, othername: other.name, at: event.start.replaceAll(/[-:]/g, '') },
      ...{ after: event.start.replace('-02T', '-03T'), another: events.public.id },
    };
  }

  async send(verb: Verb, who: Who | 'alice', names: Names, scope = 'calendar'): Promise<Response> {
    const all: Names = { ...names, new: `new${(this.counter += 1)}abc` };
    const put = (text: string) => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => all[name] ?? whole);
    const url = verb.url.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(all[name]!));
    const token = await this.token(who, scope);
    const headers = Object.entries(verb.headers ?? {}).map(([name, value]) => [name, put(value)]);
    const request = {
      method: verb.method,
      url: token === '' && url.startsWith('/calendar/v3') ? `${url}${url.includes('?') ? '&' : '?'}key=k` : url,
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(verb.type ? { 'content-type': verb.type } : {}),
        ...(Object.fromEntries(headers) as Record<string, string>),
      },
      payload: verb.body === undefined ? undefined : put(verb.body),
    };
    return verb.isStream ? this.beginning(request) : this.server.inject(request);
  }

  /** What an answer without an end says at once. */
  private async beginning(request: Request): Promise<Response> {
    const answer = await this.server.inject({ ...request, payloadAsStream: true });
    const stream = answer.stream();
    let body = '';
    for await (const chunk of stream) {
      body += String(chunk);
      if (answer.statusCode === 200) break;
    }
    return Object.assign(answer, { body });
  }

  private async token(who: Who | 'alice', scope: string): Promise<string> {
    const user = this.users.get(who);
    if (!user) return '';
    const known = this.tokens.get(`${who} ${scope}`);
    if (known) return known;
    const made = await createToken(this.server.gateway.dependencies, user, { name: scope, scopes: [scope] });
    this.tokens.set(`${who} ${scope}`, made.secret);
    return made.secret;
  }

  private async addUsers(): Promise<void> {
    const { core, gateway } = this.server;
    const { dependencies: deps } = gateway;
    for (const who of ['alice', 'carol'] as const)
      this.users.set(who, (await core.directory.byEmail(people[who].email))!);
    for (const who of ['stranger', ...shared, 'admin'] as const) {
      const email = `${who.toLowerCase()}@${who === 'stranger' ? 'elsewhere.example' : 'example.org'}`;
      const user = await deps.store.write((tx) => createPrincipal(deps, tx, { email, isAdmin: who === 'admin' }));
      this.users.set(who, user);
    }
    await deps.store.write(async (tx) => {
      const group = await createPrincipal(deps, tx, { kind: 'group', email: 'team@example.org' });
      await tx.setGroupMembers(group.key, [this.users.get('alice')!.key]);
    });
  }

  private async viewer(who: Who | 'alice' | 'carol') {
    return this.server.core.directory.viewer(this.users.get(who)!, ['calendar']);
  }

  private async place(owner: 'alice' | 'carol', title: string): Promise<Place> {
    const { calendars } = this.server.core;
    const open = await calendars.create(await this.viewer(owner), { title, timeZone: 'Etc/UTC' });
    return { owner, open, events: await this.addEvents(open), cookie: await calendars.resetLink(open) };
  }

  private async addEvents(open: OpenCalendar): Promise<Record<Kind, SceneEvent>> {
    const kinds = Object.keys(hours) as Kind[];
    const entries = kinds.map((kind): [Kind, SceneEvent] => {
      const id = `event${(this.counter += 1)}abc`;
      const start = `2026-03-02T${hours[kind]}:00:00`;
      return [kind, { kind, id, name: `${id}.ics`, uid: `${id}@example.org`, title: `Title of ${kind}`, start }];
    });
    await this.server.core.events.writeMany(
      open,
      entries.map(([, event]) => ({
        ref: null,
        change: () => draft(event),
        options: { origin: 'v3', id: event.id, resourceName: event.name },
      })),
    );
    return Object.fromEntries(entries) as Record<Kind, SceneEvent>;
  }

  /** Each role on the calendar and on Alice's own, and a rule to change. */
  private async shareAll(): Promise<void> {
    const { calendars } = this.server.core;
    const rule = (name: string, role: Role) => ({
      scopeType: 'user' as const,
      scopeValue: `${name}@example.org`,
      role,
    });
    const rules = [...shared.map((role) => rule(role.toLowerCase(), role)), rule('bob', 'reader')];
    const own = await calendars.open(await this.viewer('alice'), people.alice.email);
    for (const open of [this.shown.open, own]) await calendars.replaceAcl(open, rules);
    for (const who of [...shared, 'admin'] as const) await this.list(who);
  }

  /** One rule of the calendar, beside those that every role has. */
  async share(rule: NewAclRule): Promise<void> {
    await this.server.core.calendars.setAcl(this.shown.open, rule);
  }

  private async list(who: Who | 'alice'): Promise<void> {
    const { calendars } = this.server.core;
    const open = await calendars.open(await this.viewer(who), this.shown.open.calendar.id);
    await calendars.updateEntry(open, { isSelected: true });
  }

  private async watch(): Promise<void> {
    const verb: Verb = {
      method: 'POST',
      url: '/calendar/v3/calendars/{cal}/events/watch',
      type: 'application/json',
      body: '{"id":"{new}","type":"web_hook","address":"https://hook.example.org/"}',
    };
    const { id, resourceId } = (await this.send(verb, 'alice', this.names('alice', 'default'))).json<Names>();
    this.channel = { channel: id!, resource: resourceId! };
  }

  /** Makes good what the last success took away. Copies and new events stay until there are many. */
  private async renew(): Promise<void> {
    const { calendars } = this.server.core;
    const changes = [...this.pending];
    this.pending.clear();
    for (const change of changes) {
      if (change === 'calendar') {
        this.shown = await this.place('alice', 'Team');
        await this.shareAll();
      } else if (change === 'rules') await this.shareAll();
      else if (change === 'list') await this.list(this.asker);
      else if (change === 'channel') await this.renewChannel();
      else if (change === 'primary') await this.renewPrimary();
      else if (change === 'own calendar') {
        const viewer = await this.viewer(this.asker);
        await calendars.clear(await calendars.open(viewer, viewer.user!.email), { isImport: true, origin: 'v3' });
      } else this.left += 1;
      if (change === 'event' || change === 'own calendar' || this.left > 10) await this.renewEvents();
    }
  }

  private async renewChannel(): Promise<void> {
    const { store } = this.server.gateway.dependencies;
    await store.write((tx) => tx.removeExpiredChannels(Number.MAX_SAFE_INTEGER));
    await this.watch();
  }

  private async renewPrimary(): Promise<void> {
    await this.addEvents(await this.server.core.calendars.open(await this.viewer('alice'), people.alice.email));
  }

  private async renewEvents(): Promise<void> {
    this.left = 0;
    await this.server.core.calendars.clear(this.shown.open, { isImport: true, origin: 'v3' });
    this.shown.events = await this.addEvents(this.shown.open);
  }
}

function draft({ kind, uid, title, start }: SceneEvent): SeriesDraft {
  const time = (local: string) => ({ local, zone: 'Etc/UTC' });
  return {
    kind: 'event',
    uid,
    master: {
      title,
      start: time(start),
      duration: 'PT30M',
      links: [{ key: 'paper', href: 'https://example.org/paper.pdf', rel: 'enclosure', title: `${title}, paper` }],
      ...visibility[kind],
    },
    recurrence: { rules: ['FREQ=DAILY;COUNT=3'], exrules: [], rdates: [], exdates: [] },
    overrides: [],
  };
}
