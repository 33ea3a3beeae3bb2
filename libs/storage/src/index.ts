export { backUp } from './backup.js';
export { parseDatabaseUrl, type DatabaseAddress } from './database-url.js';
export { migrate, migrationStatus, openStore, type MigrationStatus, type StoreOptions } from './open-store.js';
