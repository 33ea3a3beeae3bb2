import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { corsHeaders, preflight } from './cors.js';
import { send, wireRequest } from './http.js';
import { serve } from './serve.js';
import { ServerFactory } from './server-factory.js';

@Controller('calendar/v3')
export class CalendarV3Controller {
  constructor(@Inject(ServerFactory) private readonly servers: ServerFactory) {}

  @All(['', '*'])
  async handle(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const wire = wireRequest(request);
    const isPreflight = request.method === 'OPTIONS';
    const answer = isPreflight ? preflight(wire.header) : await serve(this.servers.for(request), wire);
    const text = request.method === 'HEAD' ? undefined : answer.text;
    await send(reply, { ...answer, text, headers: { ...answer.headers, ...corsHeaders(wire.header) } });
  }
}
