/** Words in a key that say its value is a secret, or leads to one: better one value masked too many. */
const SECRET_WORDS = /secret|token|passw|passphrase|credential|cookie|key|auth_?state/i;

/** Addresses of databases carry their passwords. */
const ADDRESSES = /(?:^|\.)db[._]?url$/i;

/** Where people put text of their own, programs and environments among it: what it holds, no key tells. */
const FREE_TEXT =
  /(?:^|\.)(?:extraConfig|extraFiles|extraEnv|env|extraContainers|initContainers|environment)(?:[.[]|$)/;

/** Tells whether what is at this path of a chart's values must not be shown in a plan. */
export function isSecretValue(path: string): boolean {
  return SECRET_WORDS.test(path) || ADDRESSES.test(path) || FREE_TEXT.test(path);
}
