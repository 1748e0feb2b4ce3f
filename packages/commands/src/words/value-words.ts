/** Shortens words to a number of letters, with an ellipsis in place of what is cut. */
export function clip(words: string, longest: number): string {
  return words.length > longest ? `${words.slice(0, longest - 1).trimEnd()}…` : words;
}

/** Writes a value of an object on one line, as a change of a field shows it. */
export function valueWords(content: unknown, longest = 120): string {
  const words = typeof content === 'string' ? content : (JSON.stringify(content) ?? '');
  return clip(words.replace(/\s+/gu, ' '), longest);
}
