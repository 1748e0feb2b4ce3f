/** What phones and word processors make of quotes and of two hyphens. */
const OPENING = new Map([
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
  ['‘', '’'],
]);
const LONG_DASH = /^[–—]+(?=\S)/u;

/** Splits a line into words: quotes keep spaces, and a dash that autocorrection made of `--` is read as `--` again. */
export function splitLine(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let closing: string | undefined;
  for (const letter of line) {
    if (closing !== undefined) {
      if (letter === closing) closing = undefined;
      else word = (word ?? '') + letter;
    } else if (OPENING.has(letter) && word === undefined) {
      closing = OPENING.get(letter);
      word = '';
    } else if (/\s/u.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + letter;
  }
  if (word !== undefined) words.push(word);
  return words.map((one) => one.replace(LONG_DASH, '--'));
}
