/** Shorter strings are words such as `hub` or `true`; masking them would only make sentences unreadable. */
const SHORTEST_MASKED = 6;

/** Replaces every string of the values that occurs in the text, so that what was secret stays so. */
export function maskValues(text: string, values: unknown): string {
  const strings = [...new Set(stringsOf(values))].filter((value) => value.length >= SHORTEST_MASKED);
  // The longest first: one value may be a part of another.
  strings.sort((a, b) => b.length - a.length);
  return strings.reduce((masked, value) => masked.replaceAll(value, '***'), text);
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value, value.trim(), JSON.stringify(value).slice(1, -1), base64(value)];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(stringsOf);
  return [];
}

/** As it stands in the `data` of a Secret. */
function base64(value: string): string {
  return Buffer.from(value).toString('base64');
}
