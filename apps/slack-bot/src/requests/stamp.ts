/** How far a request's stamp may be from our clock, in seconds, to either side: Slack's own figure for old ones. */
export const MAX_SKEW_SECONDS = 300;

/**
 * Whether a request was stamped near enough to now. Bolt 5.1 refuses old stamps only, so a request signed for next
 * week would be good until then.
 *
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function stampIsNear(stampSeconds: number, nowMs: number): boolean {
  return Math.abs(nowMs / 1000 - stampSeconds) <= MAX_SKEW_SECONDS;
}
