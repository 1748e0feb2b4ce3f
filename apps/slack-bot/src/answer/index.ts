export { answerClick } from './answer-click.ts';
export { answerLine } from './answer-line.ts';
export { type Answered, type Asked, type Bot } from './bot.ts';
export { recordAnswer, type Request } from './record-answer.ts';
