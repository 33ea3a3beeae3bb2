export { createBackground, type Background } from './create-background.js';
