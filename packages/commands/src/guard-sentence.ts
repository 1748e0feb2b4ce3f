/** What a person has to know as long as nothing stands between servers and the gateway. */
export const GUARD_SENTENCE =
  "Until the guard is in front of the gateway, the gateway believes what a person's server says about who it is.";
