export type { Config, Source } from './config.js';
export { describeConfig, type SettingLine } from './describe.js';
export { loadConfig } from './load.js';
export { ConfigError } from './mistakes.js';
export { configurationPage } from './reference.js';
