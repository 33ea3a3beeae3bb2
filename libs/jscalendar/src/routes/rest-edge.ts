import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleDestroy, Optional } from '@nestjs/common';
import { Authenticator, challenges, PUBLIC_URL } from '@dayferry/auth';
import { CORE, type Core } from '@dayferry/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { troubleAnswer } from '../errors/error-answer.js';
import { dispatch, type Surroundings } from './dispatch.js';
import type { Answer } from './exchange.js';
import { defaultSettings, JSCALENDAR_SETTINGS, type JscalendarSettings } from './settings.js';

const noBody = new Uint8Array();

/** Between Fastify and the dispatcher: takes a request apart, sends the answer, logs what nobody expected. */
@Injectable()
export class RestEdge implements OnModuleDestroy {
  private readonly stopping = new AbortController();
  private readonly surroundings: Surroundings;

  constructor(
    @Inject(CORE) core: Core,
    @Inject(PUBLIC_URL) publicUrl: string,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Optional() @Inject(JSCALENDAR_SETTINGS) settings: JscalendarSettings = defaultSettings,
  ) {
    // Every change stream waits for it.
    setMaxListeners(0, this.stopping.signal);
    this.surroundings = { core, publicUrl, challenges: challenges(), signal: this.stopping.signal, ...settings };
  }

  async handle(base: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { status, headers, body } = await this.answer(base, request);
    const isWhole = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
    await reply
      .code(status)
      .headers(headers)
      .send(isWhole ? body : Readable.from(body));
  }

  /** Answers that go on end when the server does. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  private async answer(base: string, request: FastifyRequest): Promise<Answer> {
    try {
      return await dispatch(
        {
          base,
          method: request.raw.method ?? '',
          // Not request.url: a decoded path would hide encoded slashes.
          rawUrl: request.raw.url ?? '',
          headers: request.headers as Record<string, string | undefined>,
          body: request.body instanceof Uint8Array ? request.body : noBody,
          authenticate: () => this.authenticator.viewerOf(request, 'jscalendar'),
        },
        this.surroundings,
      );
    } catch (error) {
      request.log.error({ err: error }, 'JSCalendar request failed');
      return troubleAnswer(request.id);
    }
  }
}
