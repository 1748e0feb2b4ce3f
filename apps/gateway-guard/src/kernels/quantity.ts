const UNITS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/**
 * Reads a Kubernetes quantity, https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/, in the
 * forms that people write for CPU and memory; undefined when it is none, or not above zero.
 */
export function quantity(text: string): number | undefined {
  const match = /^(?<number>\d{1,15}(?:\.\d{1,9})?)(?<unit>[numkMGT]|[KMGT]i)?$/.exec(text);
  const unit = UNITS[match?.groups?.['unit'] ?? ''];
  if (!match || unit === undefined) return undefined;
  const value = Number(match.groups?.['number']) * unit;
  return value > 0 ? value : undefined;
}
