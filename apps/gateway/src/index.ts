export { createGateway, type Gateway, type GatewayOverrides } from './create-gateway.js';
export { firstRun, type FirstRun } from './start/first-run.js';
export { greeting } from './start/greeting.js';
