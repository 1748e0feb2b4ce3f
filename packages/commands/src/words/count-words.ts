/** Says a number with its noun: `1 kernel`, `3 kernels`, `no kernel`. */
export function count(number: number, noun: string): string {
  if (number === 0) return `no ${noun}`;
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}

/** Joins words as a sentence does: `a`, `a and b`, `a, b and c`; names at most `most` of them and counts the rest. */
export function list(words: readonly string[], most = 8): string {
  const shown = words.length > most ? [...words.slice(0, most), `${words.length - most} more`] : words;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
