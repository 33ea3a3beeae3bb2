import { PUBLIC_URL } from '@dayferry/auth';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { discoveryDocument, discoveryList } from '../discovery.js';
import { corsHeaders } from './cors.js';
import { send, wireRequest } from './http.js';

/** 1.15: the description of the API, for everybody. */
@Controller()
export class DiscoveryController {
  private readonly document: string;

  constructor(@Inject(PUBLIC_URL) private readonly publicUrl: string) {
    this.document = discoveryDocument(publicUrl);
  }

  @Get(['discovery/v1/apis/calendar/v3/rest', '$discovery/rest'])
  async rest(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(request, reply, this.document);
  }

  @Get('discovery/v1/apis')
  async apis(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { name } = request.query as { name?: unknown };
    await this.answer(request, reply, discoveryList(this.publicUrl, typeof name === 'string' ? name : undefined));
  }

  private answer(request: FastifyRequest, reply: FastifyReply, text: string): Promise<void> {
    const headers = {
      'content-type': 'application/json; charset=UTF-8',
      'cache-control': 'public, max-age=3600',
      ...corsHeaders(wireRequest(request).header),
    };
    return send(reply, { status: 200, headers, text });
  }
}
