export { closest } from './closest.ts';
export { count, list } from './count-words.ts';
export { offer } from './offer.ts';
export { age, duration } from './time-words.ts';
export { clip, valueWords } from './value-words.ts';
