import { createRequire } from 'node:module';

/** From package.json, which lies one folder up from the sources and from the compiled files alike. */
export const version = (createRequire(import.meta.url)('../package.json') as { version: string }).version;
