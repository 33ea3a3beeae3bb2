import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RestEdge } from './rest-edge.js';

@Controller('rest')
export class RestController {
  constructor(@Inject(RestEdge) private readonly edge: RestEdge) {}

  @All(['', '*'])
  any(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.edge.handle('/rest', request, reply);
  }
}

/** The addresses of the server whose interface this is, for programs that have them built in. */
@Controller('egroupware/groupdav.php')
export class AliasController {
  constructor(@Inject(RestEdge) private readonly edge: RestEdge) {}

  @All(['', '*'])
  any(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.edge.handle('/egroupware/groupdav.php', request, reply);
  }
}
