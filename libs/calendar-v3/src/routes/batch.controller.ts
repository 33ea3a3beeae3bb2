import { Readable } from 'node:stream';
import type { SignInRequest } from '@dayferry/auth';
import { DayferryError } from '@dayferry/core';
import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../errors/fail.js';
import { parseBatch, type BatchPart, type BatchRequest } from '../parse/batch.js';
import { newBoundary, renderEnd, renderPart } from '../render/batch.js';
import { corsHeaders, preflight } from './cors.js';
import { send, wireRequest } from './http.js';
import { failed, prefix, serve, type Server } from './serve.js';
import { ServerFactory } from './server-factory.js';
import { headersOf, type WireAnswer, type WireRequest } from './wire.js';

type Header = WireRequest['header'];

/** Section 14: many calls in one request, each answered as if it had come alone. */
@Controller('batch')
export class BatchController {
  constructor(@Inject(ServerFactory) private readonly servers: ServerFactory) {}

  @All(['', 'calendar/v3'])
  async handle(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const outer = wireRequest(request);
    if (request.method === 'OPTIONS') return send(reply, withCors(preflight(outer.header), outer.header));
    try {
      await this.answer(request, reply, outer);
    } catch (error) {
      if (!(error instanceof DayferryError)) throw error;
      await send(reply, withCors(failed(this.servers.for(request), error), outer.header));
    }
  }

  private async answer(request: FastifyRequest, reply: FastifyReply, outer: WireRequest): Promise<void> {
    if (request.method !== 'POST') throw fail('httpMethodNotAllowed');
    const parts = parseBatch(outer.bytes, outer.header('content-type'));
    const boundary = newBoundary();
    const { core } = this.servers.for(request);
    const headers = { ...headersOf(false, core.clock()), ...corsHeaders(outer.header) };
    reply.code(200).headers({ ...headers, 'content-type': `multipart/mixed; boundary=${boundary}` });
    await reply.send(Readable.from(this.answers(request, outer, parts, boundary)));
  }

  /** One after the other, and each written out before the next is made: memory does not grow with their number. */
  private async *answers(
    request: FastifyRequest,
    outer: WireRequest,
    parts: BatchPart[],
    boundary: string,
  ): AsyncGenerator<string> {
    for (const [i, part] of parts.entries()) {
      const own = { ...outer, header: headersOfPart(outer.header, i) };
      yield renderPart(boundary, part.contentId, await this.answerPart(request, own, part));
    }
    yield renderEnd(boundary);
  }

  private answerPart(request: FastifyRequest, outer: WireRequest, part: BatchPart): Promise<WireAnswer> {
    const { request: inner } = part;
    const server = (signIn?: SignInRequest): Server => this.servers.for(request, signIn);
    if (!inner) return Promise.resolve(failed(server(), fail('badRequest')));
    const wire = innerRequest(inner, outer);
    const authorization = wire.header('authorization');
    const raw = { headers: { authorization }, rawHeaders: [], url: wire.url };
    if (!wire.url.startsWith(`${prefix}/`)) {
      const isBatch = /^\/batch(?:[/?]|$)/.test(wire.url);
      return Promise.resolve(failed(server(), fail(isBatch ? 'badRequest' : 'notFound')));
    }
    return serve(server({ raw, ip: request.ip }), wire);
  }
}

/** One key for the whole batch names each of its calls. */
function headersOfPart(header: Header, i: number): Header {
  return (name) => {
    const value = header(name);
    return name === 'idempotency-key' && value !== undefined ? `${value} ${i}` : value;
  };
}

/** 14.3: outer headers and parameters count for a part that has none of its own, but for those about the content. */
function innerRequest({ verb, url, headers, bytes }: BatchRequest, outer: WireRequest): WireRequest {
  const header: Header = (name) => headers.get(name) ?? (name.startsWith('content-') ? undefined : outer.header(name));
  return { verb, url: withOuterQuery(url, outer.url), header, bytes };
}

function withOuterQuery(url: string, outerUrl: string): string {
  const mark = outerUrl.indexOf('?');
  if (mark < 0) return url;
  const own = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');
  const added = [...new URLSearchParams(outerUrl.slice(mark + 1))].filter(([name]) => !own.has(name));
  if (added.length === 0) return url;
  return `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(added).toString()}`;
}

function withCors(answer: WireAnswer, header: Header): WireAnswer {
  return { ...answer, headers: { ...answer.headers, ...corsHeaders(header) } };
}
