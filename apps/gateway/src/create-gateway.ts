import type { Server } from 'node:http';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Authenticator, Issuers, legacySignIn, registerPages } from '@dayferry/auth';
import { backgroundCount, createWorker, type Worker } from '@dayferry/background';
import type { Config } from '@dayferry/config';
import { createCore, randomIds, type Clock, type Core, type CoreDependencies, type IdSource } from '@dayferry/core';
import { iCalendarRenderer } from '@dayferry/icalendar';
import type { ListingWindow } from '@dayferry/jscalendar';
import { openStore } from '@dayferry/storage';
import type { FastifyInstance } from 'fastify';
import type { DestinationStream, Logger } from 'pino';
import type { Registry } from 'prom-client';
import { GatewayModule } from './gateway.module.js';
import { registerHealth, type Lifecycle } from './health.js';
import { gatewayAdapter } from './http/adapter.js';
import { registerArrival } from './http/arrival.js';
import { hideBasicChallenge } from './http/challenge.js';
import { registerBodies } from './http/body.js';
import { LastResortFilter } from './http/failure.js';
import { registerAccessLog } from './log/access-log.js';
import { createLogger, nestLogger } from './log/logger.js';
import { registerMetrics } from './metrics/metrics.js';
import { listenMetrics } from './metrics/server.js';

/** What tests put in the place of the real thing. */
export interface GatewayOverrides {
  clock?: Clock;
  ids?: IdSource;
  /** Takes the log lines instead of standard output. */
  logStream?: DestinationStream;
}

export interface Gateway {
  readonly config: Config;
  readonly app: NestFastifyApplication;
  readonly core: Core;
  /** What core was made from; for directory functions such as `createPrincipal`. */
  readonly dependencies: CoreDependencies;
  readonly authenticator: Authenticator;
  /** Works in here as long as the gateway listens, unless the settings say apart. */
  readonly worker: Worker;
  readonly logger: Logger;
  /** Opens the port, and that of the metrics. */
  listen(): Promise<void>;
  /** Readiness turns red, no new connection is taken, requests under way end (within 10 s), the store closes. */
  close(): Promise<void>;
}

const grace = 10_000;

/** The whole HTTP server over the configured database, brought up to date; it serves from `listen` on. */
export async function createGateway(config: Config, overrides: GatewayOverrides = {}): Promise<Gateway> {
  const logger = createLogger(config, overrides.logStream);
  const dependencies = await coreDependencies(config, overrides);
  const core = createCore(dependencies);
  const lifecycle: Lifecycle = { isStarted: false, isStopping: false };
  const { app, registry } = await createApp(config, { core, dependencies, logger, lifecycle });
  const authenticator = app.get(Authenticator);
  const worker = createWorker({
    core,
    store: dependencies.store,
    log: logger,
    ...(registry ? { count: backgroundCount(registry) } : {}),
    allowsPrivateReceivers: config.pushPrivateAddresses === 'allow',
  });
  let metrics: Server | undefined;
  return {
    config,
    app,
    core,
    dependencies,
    authenticator,
    worker,
    logger,
    async listen() {
      await openPort(app, config, logger);
      if (registry && config.metricsPort !== null)
        metrics = await listenMetrics(registry, { host: config.host, port: config.metricsPort });
      if (config.worker === 'inside') worker.start();
      lifecycle.isStarted = true;
    },
    async close() {
      lifecycle.isStopping = true;
      logger.info('stopping');
      await finishRequests(app);
      metrics?.close();
      await worker.stop();
      await authenticator.settle();
      await dependencies.store.close();
    },
  };
}

async function coreDependencies(config: Config, overrides: GatewayOverrides): Promise<CoreDependencies> {
  const clock = overrides.clock ?? Date.now;
  return {
    store: await openStore(config.databaseUrl),
    renderer: iCalendarRenderer,
    clock,
    ids: overrides.ids ?? randomIds(clock),
    limits: config.limits,
    calendarHost: config.calendarHost,
    allowsPrivateReceivers: config.pushPrivateAddresses === 'allow',
  };
}

function windowOf({ jscalendarWindow: days }: Config): ListingWindow | null {
  return days === 'all' ? null : { daysBack: days[0]!, daysAhead: days[1]! };
}

interface AppParts {
  core: Core;
  dependencies: CoreDependencies;
  logger: Logger;
  lifecycle: Lifecycle;
}

async function createApp(
  config: Config,
  parts: AppParts,
): Promise<{ app: NestFastifyApplication; registry: Registry | null }> {
  const adapter = gatewayAdapter(config, parts.logger);
  const { dependencies } = parts;
  const { store } = dependencies;
  const issuers = new Issuers(config.issuers, dependencies);
  const { publicUrl, secret, legacySignIn: doors } = config;
  const domain = config.defaultDomain || undefined;
  const takesPasswords = config.basicSignIn === 'allow';
  const legacy = legacySignIn({ dependencies, publicUrl, secret, domain, doors, takesPasswords });
  const module = GatewayModule.forRoot({
    legacy,
    core: parts.core,
    store,
    publicUrl: config.publicUrl,
    ids: dependencies.ids,
    requestsPerMinute: config.requestsPerMinute,
    issuers,
    takesBasic: takesPasswords,
    ...(domain === undefined ? {} : { domain }),
    jscalendar: { profile: config.jscalendarProfile, window: windowOf(config) },
    v2Sessions: config.v2SessionRedirect === 'on',
    caldavAliases: config.caldavAliases,
    aliasDomain: config.caldavAliasDomain || undefined,
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: nestLogger(parts.logger),
  });
  app.useGlobalFilters(new LastResortFilter());
  const fastify = adapter.getInstance<FastifyInstance>();
  registerArrival(fastify, config.publicUrl);
  registerBodies(fastify, config.limits.importBytes);
  registerAccessLog(fastify);
  if (config.basicSignIn === 'refuse') hideBasicChallenge(fastify);
  const registry = config.metricsPort === null ? null : registerMetrics(fastify);
  registerPages(fastify, {
    core: parts.core,
    dependencies,
    publicUrl: config.publicUrl,
    issuers,
    verify: app.get(Authenticator).verify,
    secret: config.secret,
    allowsRegistration: config.oauthRegistration === 'allow',
    legacy,
    failed: (error) => parts.logger.error({ err: error }, 'oauth failed'),
  });
  registerHealth(fastify, store, parts.lifecycle);
  await app.init();
  await fastify.ready();
  return { app, registry };
}

/** Fastify announces each address it listens on; people see the greeting instead, machines one line. */
async function openPort(app: NestFastifyApplication, { host, port, logFormat }: Config, logger: Logger): Promise<void> {
  const { level } = logger;
  logger.level = 'silent';
  try {
    await app.listen(port, host);
  } finally {
    logger.level = level;
  }
  logger[logFormat === 'json' ? 'info' : 'debug']({ host, port }, 'listening');
}

/** Closes the server; connections that are idle, or become so, are closed at once, and all of them after ten seconds. */
async function finishRequests(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer();
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), grace);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(cut);
  }
}
