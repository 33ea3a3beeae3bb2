import type { TestServer } from '../../harness/index.js';
import type { Backstage, Driver } from '../driver.js';
import { atomDriver } from './atom.js';
import { caldavDriver } from './caldav.js';
import { jscalendarDriver } from './jscalendar.js';
import { jsoncDriver } from './jsonc.js';
import { v3Driver } from './v3.js';

/** The five bodies of the four protocols. */
export function allDrivers(server: TestServer, backstage: Backstage): Driver[] {
  return [atomDriver, jsoncDriver, v3Driver, caldavDriver, jscalendarDriver].map((make) => make(server, backstage));
}
