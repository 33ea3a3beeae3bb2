import { Module } from '@nestjs/common';
import { CalendarV3Controller } from './routes/calendar-v3.controller.js';

/** Calendar API v3 below `/calendar/v3`. Needs core, the authenticator and the public URL from the app. */
@Module({ controllers: [CalendarV3Controller] })
export class CalendarV3Module {}
