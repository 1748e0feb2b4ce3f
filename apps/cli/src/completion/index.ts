export { completionScript, type Shell, SHELLS } from './scripts.ts';
