import { Authenticator, challenges, PUBLIC_URL } from '@dayferry/auth';
import { CORE, type Core } from '@dayferry/core';
import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { corsHeaders, preflight } from './cors.js';
import { serve, type Server } from './serve.js';
import type { WireAnswer, WireRequest } from './wire.js';

@Controller('calendar/v3')
export class CalendarV3Controller {
  constructor(
    @Inject(CORE) private readonly core: Core,
    @Inject(PUBLIC_URL) private readonly publicUrl: string,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
  ) {}

  @All(['', '*'])
  async handle(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const header = headerOf(request);
    const wire: WireRequest = {
      verb: request.method,
      url: request.raw.url ?? '',
      header,
      bytes: bytesOf(request.body),
    };
    const answer = request.method === 'OPTIONS' ? preflight(header) : await serve(this.serverFor(request), wire);
    const text = request.method === 'HEAD' ? undefined : answer.text;
    await send(reply, { ...answer, text, headers: { ...answer.headers, ...corsHeaders(header) } });
  }

  private serverFor(request: FastifyRequest): Server {
    return {
      core: this.core,
      publicUrl: this.publicUrl,
      viewerOf: () => this.authenticator.viewerOf(request),
      challenges,
      onTrouble: (error) => request.log.error(error),
      requestId: String(request.id),
    };
  }
}

function headerOf(request: FastifyRequest): (name: string) => string | undefined {
  return (name) => {
    const value = request.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  };
}

function bytesOf(body: unknown): Uint8Array | undefined {
  return body instanceof Uint8Array && body.byteLength > 0 ? body : undefined;
}

async function send(reply: FastifyReply, { status, headers, text }: WireAnswer): Promise<void> {
  reply.code(status);
  for (const [name, value] of Object.entries(headers)) reply.header(name, value);
  await reply.send(text);
}
