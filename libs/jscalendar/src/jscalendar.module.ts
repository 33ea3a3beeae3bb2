import { Module, type DynamicModule } from '@nestjs/common';
import { RestEdge } from './routes/rest-edge.js';
import { AliasController, NEIGHBOUR, RestController, type Neighbour } from './routes/rest.controller.js';

/** JSCalendar over REST. Needs `CORE`, `PUBLIC_URL` and `Authenticator` from global modules. */
@Module({})
export class JscalendarModule {
  /** With the one who answers at `sharedMount` what is no request in JSON: a provider of the module given. */
  static beside<Edge extends { handle: Neighbour }>(
    module: DynamicModule,
    edge: new (...args: never[]) => Edge,
  ): DynamicModule {
    const neighbour =
      (found: Edge): Neighbour =>
      (request, reply) =>
        found.handle(request, reply);
    return {
      module: JscalendarModule,
      imports: [module],
      controllers: [RestController, AliasController],
      providers: [RestEdge, { provide: NEIGHBOUR, inject: [edge], useFactory: neighbour }],
    };
  }
}
