export { testDatabase, type TestDatabase } from './database.js';
export { fakeClock, type FakeClock } from './fake-clock.js';
export { addGroup, addPeople, openAs, people, viewerOf, type Credentials, type Person } from './people.js';
export { freePort, startServer, type Request, type ServerOptions, type TestServer } from './server.js';
