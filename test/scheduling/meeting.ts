import { expect } from 'vitest';
import type { EventSeries, OpenCalendar, OutboxMessage } from '@dayferry/core';
import { hour, insert, type Client } from '../calendar-v3/client.js';
import { openAs, people, type Person, type TestServer } from '../harness/index.js';

/** The three people's calendars as the store has them. */
export class Calendars {
  constructor(readonly server: TestServer) {}

  async open(person: Person): Promise<OpenCalendar> {
    const { core } = this.server;
    return openAs(core, people[person].email);
  }

  /** What a person has of a meeting; null when nothing. */
  async of(person: Person, uid: string): Promise<EventSeries | null> {
    const [stored] = await this.server.core.events.query(await this.open(person), { uid });
    return stored?.series ?? null;
  }

  /** The answers as one person's calendar shows them, by first name. */
  async answers(person: Person, uid: string): Promise<Record<string, string>> {
    const series = await this.of(person, uid);
    return answersIn(series?.master.attendees);
  }
}

export function answersIn(attendees: EventSeries['master']['attendees']): Record<string, string> {
  return Object.fromEntries(
    (attendees ?? []).map((guest) => [/^mailto:(\w+)/i.exec(guest.address ?? '')![1]!, guest.status ?? 'needs-action']),
  );
}

/** What the server has to tell others, oldest first. */
export async function outbox({ gateway }: TestServer, topic: string): Promise<OutboxMessage[]> {
  const rows = await gateway.dependencies.store.reader.outbox(topic, 1_000);
  expect(rows.length).toBeLessThan(1_000);
  return rows;
}

const vevent = (uid: string, lines: string[]): string[] => [
  'BEGIN:VEVENT',
  `UID:${uid}`,
  'DTSTAMP:20260101T000000Z',
  ...lines,
  'END:VEVENT',
];

/** A calendar object of one or several components. */
export function ics(uid: string, ...components: string[][]): string {
  const lines = components.flatMap((component) => vevent(uid, component));
  return `${['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...lines, 'END:VCALENDAR'].join('\r\n')}\r\n`;
}

export const guests = [
  'ORGANIZER:mailto:alice@example.org',
  'ATTENDEE;PARTSTAT=ACCEPTED:mailto:alice@example.org',
  'ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:bob@example.org',
  'ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:carol@example.org',
];

export const bobAndCarol = [{ email: 'bob@example.org' }, { email: 'carol@example.org' }];
export const daily = { recurrence: ['RRULE:FREQ=DAILY;COUNT=5'] };

/** Both guests, one with an answer, as the organizer's list shows them. */
export function accepted(person: 'bob' | 'carol', responseStatus = 'accepted') {
  return bobAndCarol.map((guest) => (guest.email.startsWith(person) ? { ...guest, responseStatus } : guest));
}

/** Alice's meeting with both guests, made by v3. */
export async function meetBy(call: Client, more: object = {}, query: Record<string, string> = {}) {
  const event = { summary: 'Plan', ...hour(3), attendees: bobAndCarol, ...more };
  const { id, iCalUID } = await insert(call, event, query);
  return { id, uid: String(iCalUID) };
}
