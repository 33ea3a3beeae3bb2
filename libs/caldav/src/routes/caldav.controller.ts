import { All, Controller, Inject, Req, Res, type Type } from '@nestjs/common';
import { Authenticator } from '@dayferry/auth';
import { CORE, type Core } from '@dayferry/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answered, CaldavEdge, sendAnswer } from './caldav-edge.js';
import { getByLink } from './calendar-link.js';

/** RFC 6764 §5. */
@Controller('.well-known/caldav')
export class WellKnownController {
  constructor(@Inject(CaldavEdge) private readonly edge: CaldavEdge) {}

  @All(['', '*'])
  any(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.edge.handle(request, reply);
  }
}

/** `/dav/…`: principals, homes, calendars. Nest has no decorators for REPORT and MKCALENDAR: the dispatcher tells them apart. */
@Controller('dav')
export class DavController {
  constructor(@Inject(CaldavEdge) private readonly edge: CaldavEdge) {}

  @All(['', '*'])
  any(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.edge.handle(request, reply);
  }
}

/** `/caldav/v2/…`: the addresses of the CalDAV API of old. */
@Controller('caldav')
export class CaldavController {
  constructor(@Inject(CaldavEdge) private readonly edge: CaldavEdge) {}

  @All(['', '*'])
  any(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.edge.handle(request, reply);
  }
}

/** The root is where clients ask that were given no path; browsers get the front page before this. */
@Controller()
export class RootController {
  constructor(@Inject(CaldavEdge) private readonly edge: CaldavEdge) {}

  @All('/')
  any(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.edge.handle(request, reply);
  }
}

/** `/calendar/ical/…`: calendars by their private or public address, without sign-in. */
@Controller('calendar/ical')
export class CalendarLinkController {
  constructor(
    @Inject(CORE) private readonly core: Core,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
  ) {}

  @All(['', '*'])
  async any(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const answer = await answered(request, () =>
      getByLink({
        core: this.core,
        method: request.raw.method ?? '',
        rawUrl: request.raw.url ?? '',
        headers: request.headers as Record<string, string | undefined>,
        from: request.ip,
        guesses: this.authenticator.linkGuesses,
      }),
    );
    await sendAnswer(reply, answer);
  }
}

/** Addresses of other servers, by the first segments of their paths. */
export function aliasController(firstSegments: readonly string[]): Type {
  @Controller([...firstSegments])
  class AliasController {
    constructor(@Inject(CaldavEdge) private readonly edge: CaldavEdge) {}

    @All(['', '*'])
    any(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      return this.edge.handle(request, reply);
    }
  }
  return AliasController;
}
