import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Translator {
  /** Without a trailing slash. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * litmus makes plain collections and puts plain texts into them. It gets calendars, and events that carry the text;
 * everything else goes through as it is.
 */
export async function startTranslator(target: string): Promise<Translator> {
  const uids = new Map<string, string>();
  const server = createServer((request, response) => void pass(request, response, { server, target, uids }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: addressOf(server),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Scene {
  server: Server;
  target: string;
  /** By path, as long as a text is there. */
  uids: Map<string, string>;
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const ofConnections = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'te']);

async function pass(request: IncomingMessage, response: ServerResponse, scene: Scene): Promise<void> {
  const method = request.method!;
  const path = request.url!;
  const body = await buffer(request);
  const isPlainCollection = method === 'MKCOL' && body.length === 0;
  const translated = method === 'PUT' ? eventWith(body, uidAt(scene.uids, path)) : body;
  const answer = await fetch(scene.target + path, {
    method: isPlainCollection ? 'MKCALENDAR' : method,
    headers: headersOf(request, scene),
    redirect: 'manual',
    ...(translated.length > 0 ? { body: translated } : {}),
  });
  if (answer.ok && (method === 'MOVE' || method === 'DELETE')) scene.uids.delete(path);
  const octets = Buffer.from(await answer.arrayBuffer());
  for (const [name, value] of answer.headers) if (!ofConnections.has(name)) response.setHeader(name, value);
  response.writeHead(answer.status).end(textIn(octets) ?? octets);
}

function headersOf({ method, headers }: IncomingMessage, { server, target }: Scene): Headers {
  const passed = new Headers();
  for (const [name, value] of Object.entries(headers)) if (!ofConnections.has(name)) passed.set(name, String(value));
  if (method === 'PUT') passed.set('content-type', 'text/calendar; charset=utf-8');
  const destination = passed.get('destination');
  if (destination) passed.set('destination', destination.replace(addressOf(server), target));
  return passed;
}

function uidAt(uids: Map<string, string>, path: string): string {
  const uid = uids.get(path) ?? randomUUID();
  uids.set(path, uid);
  return uid;
}

function eventWith(text: Buffer, uid: string): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'BEGIN:VEVENT', `UID:${uid}`];
  const event = ['DTSTAMP:20260101T000000Z', 'DTSTART:20260302T090000Z', `X-TEXT:${text.toString('hex')}`];
  return [...lines, ...event, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
}

function textIn(octets: Buffer): Buffer | null {
  const hex = /X-TEXT:([0-9a-f]*)/.exec(octets.toString().replaceAll('\r\n ', ''))?.[1];
  return hex === undefined ? null : Buffer.from(hex, 'hex');
}
