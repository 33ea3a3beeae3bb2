import { Inject, Injectable } from '@nestjs/common';
import { Authenticator, challenges, PUBLIC_URL } from '@dayferry/auth';
import { CORE, DayferryError, type Core } from '@dayferry/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorAnswer, troubleAnswer } from '../errors/error-answer.js';
import { aliasOf, type AliasPaths } from './alias.js';
import { dispatch, type Surroundings } from './dispatch.js';
import type { Answer } from './exchange.js';

/** Injection token for the layouts that are answered beside our own. */
export const CALDAV_ALIASES = Symbol('dayferry.caldav.aliases');

const noBody = new Uint8Array();

/** Between Fastify and the dispatcher: takes a request apart, sends the answer, logs what nobody expected. */
@Injectable()
export class CaldavEdge {
  private readonly surroundings: Surroundings;

  constructor(
    @Inject(CORE) core: Core,
    @Inject(PUBLIC_URL) publicUrl: string,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(CALDAV_ALIASES) aliases: readonly AliasPaths[],
  ) {
    this.surroundings = { core, publicUrl, challenges: challenges(), aliases: aliases.map(aliasOf) };
  }

  async handle(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await sendAnswer(reply, await answered(request, () => this.answer(request)));
  }

  private answer(request: FastifyRequest): Promise<Answer> {
    return dispatch(
      {
        method: request.raw.method ?? '',
        // Not request.url: a rewritten or decoded path would hide encoded slashes.
        rawUrl: request.raw.url ?? '',
        headers: request.headers as Record<string, string | undefined>,
        body: request.body instanceof Uint8Array ? request.body : noBody,
        authenticate: () => this.authenticator.viewerOf(request, 'caldav'),
      },
      this.surroundings,
    );
  }
}

/** Core's errors in WebDAV's shape; whatever nobody expected is logged and answered with 503. */
export async function answered(request: FastifyRequest, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DayferryError) return errorAnswer(error, []);
    request.log.error({ err: error }, 'CalDAV request failed');
    return troubleAnswer(request.id);
  }
}

export async function sendAnswer(reply: FastifyReply, { status, headers = {}, body }: Answer): Promise<void> {
  await reply.code(status).headers(headers).send(body);
}
