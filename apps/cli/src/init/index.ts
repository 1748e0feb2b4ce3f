export { init, type InitOptions } from './init.ts';
export { INIT_QUESTIONS } from './questions.ts';
