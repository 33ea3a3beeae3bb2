import { Module, type DynamicModule } from '@nestjs/common';
import { aliasOf, type AliasPaths } from './routes/alias.js';
import {
  aliasController,
  CaldavController,
  CalendarLinkController,
  DavController,
  RootController,
  WellKnownController,
} from './routes/caldav.controller.js';
import { CALDAV_ALIASES, CaldavEdge } from './routes/caldav-edge.js';

const controllers = [WellKnownController, DavController, CaldavController, CalendarLinkController, RootController];

/** WebDAV, CalDAV and their extensions. Needs `CORE`, `PUBLIC_URL` and `Authenticator` from global modules. */
@Module({})
export class CaldavModule {
  /** With the layouts of other servers that are answered in place; requests by a shared one are handed on by its owner. */
  static forRoot(aliases: readonly AliasPaths[], shared: readonly AliasPaths[] = []): DynamicModule {
    const layouts = aliases.map(aliasOf).flatMap(({ principal, home }) => [principal[0]!, home[0]!]);
    const first = [...new Set(layouts)];
    return {
      module: CaldavModule,
      controllers: first.length > 0 ? [...controllers, aliasController(first)] : controllers,
      providers: [CaldavEdge, { provide: CALDAV_ALIASES, useValue: [...aliases, ...shared] }],
      exports: [CaldavEdge],
    };
  }
}
