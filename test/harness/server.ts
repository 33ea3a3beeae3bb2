import 'reflect-metadata';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { loadConfig } from '@dayferry/config';
import type { Clock, Core } from '@dayferry/core';
import { createGateway, type Gateway } from '@dayferry/gateway';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { InjectOptions, LightMyRequestResponse as Response } from 'fastify';
import { testDatabase, type TestDatabase } from './database.js';
import { addPeople, type Credentials } from './people.js';

export interface ServerOptions {
  /** Open a real socket on a free port; otherwise requests go in through `inject` only. */
  listen?: boolean;
  /** See fakeClock; default: the real one. */
  clock?: Clock;
  /** Settings, with their prefix. */
  env?: Record<string, string>;
  /** A database to start on again; default: a fresh one with alice, bob and carol in it. */
  database?: TestDatabase;
}

/** Like Fastify's, with the methods that its type does not know (REPORT, MKCALENDAR, …). */
export type Request = Omit<InjectOptions, 'method'> & { method?: string };

export interface TestServer extends Credentials {
  readonly app: NestFastifyApplication;
  readonly core: Core;
  readonly gateway: Gateway;
  /** Public address, without a trailing slash. */
  readonly url: string;
  /** Every log line so far, as JSON text. */
  readonly logs: string[];
  inject(request: Request | string): Promise<Response>;
  /** Closes the server and drops its database. */
  close(): Promise<void>;
}

const noCredentials: Credentials = {
  tokens: { alice: '', bob: '', carol: '' },
  passwords: { alice: '', bob: '', carol: '' },
};

/** The real gateway with all protocols, in this process, on a database of its own. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const database = options.database ?? (await testDatabase());
  const config = loadConfig(await environment(database, options), false);
  const logs: string[] = [];
  const gateway = await createGateway(config, {
    clock: options.clock,
    logStream: { write: (line) => void logs.push(line) },
  });
  const credentials = options.database ? noCredentials : await addPeople(gateway.dependencies);
  if (options.listen) await gateway.listen();
  return {
    ...credentials,
    app: gateway.app,
    core: gateway.core,
    gateway,
    url: config.publicUrl,
    logs,
    inject: (request) => gateway.app.inject(request as InjectOptions),
    async close() {
      await gateway.close();
      await database.drop();
    },
  };
}

async function environment(database: TestDatabase, options: ServerOptions): Promise<Record<string, string>> {
  return {
    DAYFERRY_DATABASE_URL: database.url,
    DAYFERRY_METRICS_PORT: 'off',
    DAYFERRY_LOG_LEVEL: 'debug',
    ...(options.listen ? { DAYFERRY_PORT: String(await freePort()) } : {}),
    ...options.env,
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
