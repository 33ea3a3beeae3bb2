import { All, Controller, Inject, Optional, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Headers } from './exchange.js';
import { RestEdge } from './rest-edge.js';
import { isRest } from './shared-address.js';

@Controller('rest')
export class RestController {
  constructor(@Inject(RestEdge) private readonly edge: RestEdge) {}

  @All(['', '*'])
  any(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.edge.handle('/rest', request, reply);
  }
}

/** Injection token for who answers the requests to the shared mount that are not ours. */
export const NEIGHBOUR = Symbol('dayferry.jscalendar.neighbour');

export type Neighbour = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** Where this interface and CalDAV have one tree; the headers tell whom a request is for. */
export const sharedMount = '/egroupware/groupdav.php';

/** The addresses of the server whose interface this is, for programs that have them built in. */
@Controller(sharedMount)
export class AliasController {
  constructor(
    @Inject(RestEdge) private readonly edge: RestEdge,
    @Optional() @Inject(NEIGHBOUR) private readonly neighbour?: Neighbour,
  ) {}

  @All(['', '*'])
  any(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { method = '', url = '' } = request.raw;
    const path = url.split('?', 1)[0]!.slice(sharedMount.length);
    const isOurs = !this.neighbour || isRest(method, request.headers as Headers, path);
    return isOurs ? this.edge.handle(sharedMount, request, reply) : this.neighbour(request, reply);
  }
}
