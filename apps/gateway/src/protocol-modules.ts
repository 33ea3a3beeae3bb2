import type { Type } from '@nestjs/common';
import { CaldavModule } from '@dayferry/caldav';
import { CalendarV3Module } from '@dayferry/calendar-v3';
import { GdataModule } from '@dayferry/gdata';
import { JscalendarModule } from '@dayferry/jscalendar';

/** Each protocol is one module; none knows of another. */
export const protocolModules: Type[] = [GdataModule, CalendarV3Module, CaldavModule, JscalendarModule];
