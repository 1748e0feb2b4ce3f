import { stripVTControlCharacters } from 'node:util';

const CODES = { red: 31, green: 32, yellow: 33, cyan: 36, dim: 2, bold: 1 } as const;

export type Colour = keyof typeof CODES;

/** Colours text, or leaves it as it is where colours are not wanted. */
export type Paint = (colour: Colour, text: string) => string;

export const plainPaint: Paint = (_colour, text) => text;

export const colourPaint: Paint = (colour, text) => `\u001B[${CODES[colour]}m${text}\u001B[0m`;

/** Takes everything out of foreign text that a terminal would act on: a pod's reason must not move the cursor. */
export function harmless(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return stripVTControlCharacters(text).replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/gu, ' ');
}
