import { All, Controller, Inject, Optional, Req, Res } from '@nestjs/common';
import { Authenticator, PUBLIC_URL } from '@dayferry/auth';
import { CORE, type Core, type DayferryError, type OpenCalendar } from '@dayferry/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asTyped, errorAnswer } from '../errors/error-answer.js';
import { readRequest, shapeOf, type RawRequest } from '../parse/request.js';
import { browserHeaders, type Answer } from './answer.js';
import { dispatch } from './dispatch.js';
import { checkOutput, represent } from './represent.js';
import { SESSION_REDIRECT, sessionRedirect } from './session-redirect.js';

/** Everything below `/calendar/feeds`. */
@Controller('calendar/feeds')
export class FeedsController {
  constructor(
    @Inject(CORE) private readonly core: Core,
    @Inject(PUBLIC_URL) private readonly publicUrl: string,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Optional() @Inject(SESSION_REDIRECT) private readonly redirects = false,
  ) {}

  @All(['', '*'])
  async handle(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const answer = await this.answer(request);
    const isHead = request.method === 'HEAD';
    const length = isHead ? { 'content-length': String(Buffer.byteLength(answer.body)) } : {};
    await reply
      .status(answer.status)
      .headers({ ...answer.headers, ...browserHeaders(request.raw.url ?? ''), ...length })
      .send(isHead ? '' : answer.body);
  }

  private async answer(request: FastifyRequest): Promise<Answer> {
    const raw = rawOf(request);
    const report = (error: unknown): DayferryError => {
      const typed = asTyped(error, request.id);
      if (typed.kind === 'unavailable') request.log.error({ err: error }, 'gdata request failed');
      return typed;
    };
    try {
      const redirect = this.redirects ? sessionRedirect(raw, this.publicUrl, this.core.clock()) : null;
      if (redirect) return redirect;
      const viewer = await this.authenticator.viewerOf(request, 'v2');
      const { core, publicUrl } = this;
      const openLink = (id: string, secret: string): Promise<OpenCalendar> =>
        this.authenticator.openByCookie(request.ip, () => core.calendars.openByLink(id, secret));
      const call = { core, publicUrl, request: readRequest(raw, viewer), openLink, report };
      checkOutput(call.request);
      return represent(call, await dispatch(call));
    } catch (error) {
      return errorAnswer(report(error), shapeOf(raw));
    }
  }
}

/** Browsers could not set Authorization and used an alias for it. */
function rawOf(request: FastifyRequest): RawRequest {
  const { headers } = request.raw;
  const alias = headers['x-gdata-authorization'];
  if (headers.authorization === undefined && typeof alias === 'string') headers.authorization = alias;
  return {
    method: request.method,
    url: request.raw.url ?? '',
    headers,
    body: Buffer.isBuffer(request.body) ? request.body : undefined,
  };
}
