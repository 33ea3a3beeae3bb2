import { Authenticator, challenges, PUBLIC_URL, type SignInRequest } from '@dayferry/auth';
import { CORE, type Core } from '@dayferry/core';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Server } from './serve.js';

/** What answers a request with; a part of a batch signs in by itself. */
@Injectable()
export class ServerFactory {
  constructor(
    @Inject(CORE) private readonly core: Core,
    @Inject(PUBLIC_URL) private readonly publicUrl: string,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
  ) {}

  for(request: FastifyRequest, signIn: SignInRequest = request): Server {
    return {
      core: this.core,
      publicUrl: this.publicUrl,
      viewerOf: () => this.authenticator.viewerOf(signIn, 'v3'),
      challenges,
      onTrouble: (error) => request.log.error(error),
      requestId: String(request.id),
    };
  }
}
