export { GdataModule } from './gdata.module.js';
