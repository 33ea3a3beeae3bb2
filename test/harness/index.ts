export { testDatabase, type TestDatabase } from './database.js';
export { fakeClock, type FakeClock } from './fake-clock.js';
export { addPeople, people, type Credentials, type Person } from './people.js';
export { freePort, startServer, type Request, type ServerOptions, type TestServer } from './server.js';
