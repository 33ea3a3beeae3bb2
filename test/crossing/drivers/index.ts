import type { TestServer } from '../../harness/index.js';
import type { Backstage, Driver } from '../driver.js';
import { atomDriver } from './atom.js';
import { caldavDriver } from './caldav.js';
import { jscalendar2Driver, jscalendarDriver } from './jscalendar.js';
import { jsoncDriver } from './jsonc.js';
import { v3Driver } from './v3.js';

/** The five bodies of the four protocols, and the second version of the last. */
export function allDrivers(server: TestServer, backstage: Backstage): Driver[] {
  return [atomDriver, jsoncDriver, v3Driver, caldavDriver, jscalendarDriver, jscalendar2Driver].map((make) =>
    make(server, backstage),
  );
}
