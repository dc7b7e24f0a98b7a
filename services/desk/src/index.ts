export { DeskModule } from './desk.module.js';
export { folded, tokensOf } from './words.rules.js';
