import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Config } from '@dayferry/config';
import { LogController, type FastifyBaseLogger, type FastifyReply, type FastifyRequest } from 'fastify';
import { logAnswer } from '../log/access-log.js';
import { markAnswer } from './arrival.js';
import { answerError, answerFailure } from './failure.js';
import { davMethods } from './methods.table.js';
import { requestIdOf } from './request-id.js';

const headerBytes = 16_384;
const seconds = 1_000;

/** Fastify as the outside meets it: our limits, our timeouts, our answers where Nest would give its own. */
export class GatewayAdapter extends FastifyAdapter {
  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.instance.setErrorHandler((error, request, reply) => answerError(error, request, reply));
  }

  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return this.instance.setNotFoundHandler((_request, reply) =>
      answerFailure(reply, { status: 404, message: 'There is nothing at this address.' }),
    );
  }
}

export function gatewayAdapter(config: Config, logger: FastifyBaseLogger): GatewayAdapter {
  const adapter = new GatewayAdapter({
    loggerInstance: logger,
    // Our own line for each answer is in access-log.ts.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: config.limits.importBytes,
    requestTimeout: config.requestTimeout * seconds,
    connectionTimeout: config.requestTimeout * seconds,
    keepAliveTimeout: config.keepAliveTimeout * seconds,
    trustProxy: config.trustedProxies.length ? config.trustedProxies : false,
    genReqId: requestIdOf,
    routerOptions: { maxParamLength: headerBytes },
    http: {
      maxHeaderSize: headerBytes,
      headersTimeout: config.headersTimeout * seconds,
      connectionsCheckingInterval: Math.ceil((config.headersTimeout * seconds) / 3),
    },
    frameworkErrors: answerUnroutable,
    // No middleware of Express's kind runs here; without this, every request would pass through its engine.
    skipMiddie: true,
  });
  // Before Nest registers routes: its @All takes the methods that are known by then.
  for (const method of davMethods) adapter.getInstance().addHttpMethod(method, { hasBody: true });
  return adapter;
}

/** A malformed URL (`%zz`) is answered by the router itself: no hook runs, not even the access log. */
function answerUnroutable(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  markAnswer(request, reply);
  answerError(error, request, reply);
  logAnswer(request, reply);
}
