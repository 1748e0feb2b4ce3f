import { stripVTControlCharacters } from 'node:util';

const CODES = { red: 31, green: 32, yellow: 33, cyan: 36, dim: 2, bold: 1 } as const;

export type Colour = keyof typeof CODES;

/** Colours text, or leaves it as it is where colours are not wanted. */
export type Paint = (colour: Colour, text: string) => string;

export const plainPaint: Paint = (_colour, text) => text;

export const colourPaint: Paint = (colour, text) => `\u001B[${CODES[colour]}m${text}\u001B[0m`;

// oxlint-disable-next-line no-control-regex
const ACTED_ON = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Takes everything out of foreign text that a terminal would act on: a pod's reason must neither move the cursor nor
 * turn the reading direction of what follows.
 */
export function harmless(text: string): string {
  return stripVTControlCharacters(text).replace(ACTED_ON, ' ');
}
