export type Values = { [key: string]: unknown };

/** Merges values as Helm does: maps by key, everything else replaced. */
export function mergeValues(base: Readonly<Values>, over: Readonly<Values>): Values {
  const merged: Values = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isMap(below) && isMap(value) ? mergeValues(below, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
