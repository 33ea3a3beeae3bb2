import { configDefaults, defineConfig } from 'vitest/config';

// Workspace packages are read from their sources, so that no test waits for a build. The rest is Vite's own default.
const conditions = ['@dayferry/source', 'module', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // Said here too, because a spec beside its source belongs to no tsconfig that Vite would find.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    pool: 'forks',
    // The sources are read once for each worker, not for each file: half of the time. No file leaves anything behind.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        // The walk that checks the recurrence engine needs no database either.
        test: { name: 'unit', include: ['libs/**/*.spec.ts', 'apps/**/*.spec.ts', 'test/time/**/*.spec.ts'] },
      },
      {
        // Starts the real server. TEST_DATABASE_URL unset: an SQLite file for each suite; mysql://…: that server.
        extends: true,
        test: {
          name: 'protocol',
          include: ['test/**/*.spec.ts'],
          exclude: [...configDefaults.exclude, 'test/clients/**', 'test/time/**'],
        },
      },
      {
        // Other people's programs, against the built gateway in a process of its own.
        extends: true,
        test: { name: 'clients', include: ['test/clients/**/*.spec.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
      },
    ],
  },
});
