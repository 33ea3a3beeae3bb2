import { Module } from '@nestjs/common';
import { RestEdge } from './routes/rest-edge.js';
import { AliasController, RestController } from './routes/rest.controller.js';

/** JSCalendar over REST. Needs `CORE`, `PUBLIC_URL` and `Authenticator` from global modules. */
@Module({ controllers: [RestController, AliasController], providers: [RestEdge] })
export class JscalendarModule {}
