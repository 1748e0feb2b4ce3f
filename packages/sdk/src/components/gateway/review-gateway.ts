import type { PlannedAction, Review, ReviewContext } from '../../engine/index.ts';
import { endingKernels, isFrontDoor } from './ending-kernels.ts';
import { serversToRestart } from './servers-to-restart.ts';

/** Says what people would notice: kernels that end, and servers that have to start anew to reach kernels again. */
export async function reviewGateway(actions: readonly PlannedAction[], context: ReviewContext): Promise<Review> {
  const ending = await endingKernels(actions, context);
  const frontDoor = actions.find(isFrontDoor);
  if (!frontDoor || frontDoor.verb === 'blocked' || ending.held.has(frontDoor.id)) return ending;
  return { ...ending, warnings: [...ending.warnings, ...(await serversToRestart(context))] };
}
