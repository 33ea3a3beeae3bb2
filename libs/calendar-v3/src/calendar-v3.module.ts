import { Module } from '@nestjs/common';
import { BatchController } from './routes/batch.controller.js';
import { CalendarV3Controller } from './routes/calendar-v3.controller.js';
import { DiscoveryController } from './routes/discovery.controller.js';
import { ServerFactory } from './routes/server-factory.js';

/** Calendar API v3 below `/calendar/v3`, `/batch` and `/discovery`. Needs core, the authenticator and the public URL. */
@Module({ controllers: [CalendarV3Controller, BatchController, DiscoveryController], providers: [ServerFactory] })
export class CalendarV3Module {}
