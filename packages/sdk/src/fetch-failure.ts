/** Says why a `fetch` failed: its own message is "fetch failed", what is the matter stands in the cause. */
export function fetchFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof AggregateError && cause.errors.length > 0) return fetchFailure(cause.errors[0]);
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}
