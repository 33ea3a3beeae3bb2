import { Module } from '@nestjs/common';
import {
  CaldavController,
  CalendarLinkController,
  DavController,
  RootController,
  WellKnownController,
} from './routes/caldav.controller.js';
import { CaldavEdge } from './routes/caldav-edge.js';

/** WebDAV, CalDAV and their extensions. Needs `CORE`, `PUBLIC_URL` and `Authenticator` from global modules. */
@Module({
  controllers: [WellKnownController, DavController, CaldavController, CalendarLinkController, RootController],
  providers: [CaldavEdge],
})
export class CaldavModule {}
