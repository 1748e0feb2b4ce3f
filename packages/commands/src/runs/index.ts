export { runEnds, type RunEnd } from './run-ends.ts';
export { intentWords, runWords, toTheSecond } from './run-words.ts';
