import type { Core, EventSeries, OpenCalendar } from '@dayferry/core';
import { openAs, people, type TestServer } from '../harness/index.js';

/** What every protocol can say of an event, read out of its own body. */
export interface View {
  title: string;
  /** Instant (`…Z`) or date. */
  start: string;
  end: string;
  description?: string;
  location?: string;
  guests: string[];
  /** Minutes before the start. */
  reminders: number[];
  isRecurring: boolean;
}

/** One protocol as its client uses it, on alice's primary calendar. */
export interface Driver {
  name: string;
  /** Makes the event from the protocol's own body; its uid: the one asked for where clients choose it. */
  create(body: string, uid: string): Promise<string>;
  /** The body as the protocol gives it, for the event with this uid; null when it is gone. */
  read(uid: string): Promise<string | null>;
  view(body: string): View;
  /** The body with another title. */
  retitle(body: string, title: string): string;
  /** Sends a body back over the event. */
  write(uid: string, body: string): Promise<void>;
  remove(uid: string): Promise<void>;
}

export interface Identity {
  id: string;
  resourceName: string;
}

/** Looks behind the protocols: identity by uid, and the record itself. */
export class Backstage {
  constructor(private readonly server: TestServer) {}

  get core(): Core {
    return this.server.core;
  }

  async open(): Promise<OpenCalendar> {
    const { core } = this.server;
    return openAs(core, people.alice.email);
  }

  async record(uid: string): Promise<EventSeries | null> {
    const found = await this.core.events.find(await this.open(), { uid }).catch(() => null);
    return found?.series ?? null;
  }

  /** The uid of the event with this public id. */
  async uidOf(id: string): Promise<string> {
    return (await this.core.events.find(await this.open(), { id })).head.uid;
  }

  async identity(uid: string): Promise<Identity | null> {
    const record = await this.record(uid);
    return record && { id: record.id, resourceName: record.resourceName };
  }
}

export function instant(text: string): string {
  return text.length === 10 ? text : `${new Date(text).toISOString().slice(0, 19)}Z`;
}

/** Fails with the answer's own words. */
export function good(answer: { statusCode: number; body: string }, what: string): void {
  if (answer.statusCode < 200 || answer.statusCode > 299)
    throw new Error(`${what}: ${answer.statusCode} ${answer.body.slice(0, 600)}`);
}
