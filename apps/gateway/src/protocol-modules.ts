import type { DynamicModule, Type } from '@nestjs/common';
import { CaldavEdge, CaldavModule, type AliasPaths } from '@dayferry/caldav';
import { CalendarV3Module } from '@dayferry/calendar-v3';
import { GdataModule } from '@dayferry/gdata';
import { JscalendarModule, sharedMount } from '@dayferry/jscalendar';

/** Each protocol is one module; none knows of another. One address is CalDAV's and JSCalendar's at once. */
export function protocolModules(
  aliases: readonly Omit<AliasPaths, 'domain'>[],
  domain?: string,
): (Type | DynamicModule)[] {
  const shared = { principal: `${sharedMount}/principals/users/{user}/`, home: `${sharedMount}/{user}/`, domain };
  const caldav = CaldavModule.forRoot(
    aliases.map((paths) => ({ ...paths, domain })),
    [shared],
  );
  return [GdataModule, CalendarV3Module, caldav, JscalendarModule.beside(caldav, CaldavEdge)];
}
