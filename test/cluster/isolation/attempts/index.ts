import type { Attempt } from '../support/attempt.ts';
import { bodies } from './bodies.ts';
import { fromAKernel } from './from-a-kernel.ts';
import { podsByHand, rightsOfTheGateway } from './gateway-rights.ts';
import { kernelsOfOthers } from './kernels-of-others.ts';
import { limits } from './limits.ts';
import { network } from './network.ts';
import { smuggling } from './smuggling.ts';
import { starting } from './starting.ts';
import { tokens } from './tokens.ts';
import { waysRound } from './ways-round.ts';

/** Attempts that have the same way in. */
export interface Group {
  /** Where Bob is and what he does: "asking for a kernel with". */
  readonly name: string;
  readonly attempts: readonly Attempt[];
}

/** Everything that Bob tries, in the order of the tables in the documents. */
export const groups: readonly Group[] = [
  { name: 'a start that asks for', attempts: starting },
  { name: 'a start with', attempts: bodies },
  { name: 'a request that writes otherwise', attempts: waysRound },
  { name: 'a request that hides', attempts: smuggling },
  { name: 'of the kernels of others', attempts: kernelsOfOthers },
  { name: 'as who is asking', attempts: tokens },
  { name: 'straight from a server', attempts: network },
  { name: 'straight from a kernel', attempts: fromAKernel },
  { name: "with the gateway's rights, a pod with", attempts: podsByHand },
  { name: "with the gateway's rights", attempts: rightsOfTheGateway },
  { name: 'all at once', attempts: limits },
];
