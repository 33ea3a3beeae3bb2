import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { backgroundCount, createWorker, type Worker } from '@dayferry/background';
import type { Config } from '@dayferry/config';
import { createCore, randomIds } from '@dayferry/core';
import { iCalendarRenderer } from '@dayferry/icalendar';
import { openStore } from '@dayferry/storage';
import { pino, stdSerializers, type Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { BackgroundModule } from './background.module.js';

export interface Background {
  readonly app: INestApplicationContext;
  readonly worker: Worker;
  readonly logger: Logger;
  /** Ends what is under way (within 10 s), then the store. */
  close(): Promise<void>;
}

/** Background work in a process of its own, over the configured database. */
export async function createBackground(config: Config): Promise<Background> {
  const logger = pino({
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: stdSerializers.err },
  });
  const store = await openStore(config.databaseUrl);
  const { limits, calendarHost } = config;
  const allowsPrivateReceivers = config.pushPrivateAddresses === 'allow';
  const ids = randomIds(Date.now);
  const renderer = iCalendarRenderer;
  const core = createCore({ store, renderer, clock: Date.now, ids, limits, calendarHost, allowsPrivateReceivers });
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const worker = createWorker({ core, store, log: logger, count: backgroundCount(registry), allowsPrivateReceivers });
  const app = await NestFactory.createApplicationContext(BackgroundModule.with({ worker, store }), {
    logger: false,
    abortOnError: false,
  });
  const metrics = config.metricsPort === null ? null : await listen(registry, config.host, config.metricsPort);
  logger.info('working');
  return {
    app,
    worker,
    logger,
    close: async () => {
      logger.info('stopping');
      metrics?.close();
      await app.close();
    },
  };
}

async function listen(registry: Registry, host: string, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(503).end(),
    );
  });
  server.listen(port, host);
  await once(server, 'listening');
  server.unref();
  return server;
}
