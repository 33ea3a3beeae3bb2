import type { DynamicModule, Type } from '@nestjs/common';
import { CaldavModule, type AliasPaths } from '@dayferry/caldav';
import { CalendarV3Module } from '@dayferry/calendar-v3';
import { GdataModule } from '@dayferry/gdata';
import { JscalendarModule } from '@dayferry/jscalendar';

/** Each protocol is one module; none knows of another. */
export function protocolModules(caldavAliases: readonly AliasPaths[]): (Type | DynamicModule)[] {
  return [GdataModule, CalendarV3Module, CaldavModule.forRoot(caldavAliases), JscalendarModule];
}
