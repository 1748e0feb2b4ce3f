import { changesOf, refuseMoved, type Plan } from '@naas/sdk';
import { z } from 'zod';
import type { Command } from '../command.ts';
import { agreedPlanSchema, flag, NO_VERIFY, PLAN_OPTIONS, typedFlags } from '../plans/index.ts';
import { planOrRefusal } from '../preflight/index.ts';
import { carryOut, nothingToDo } from './carry-out.ts';

const input = z.strictObject({
  plan: agreedPlanSchema.optional(),
  takeOver: flag,
  endKernels: flag,
  verify: z.boolean().default(true),
});

/** Makes the cluster as `naas.yaml` says, and proves it by a real session when that changed something. */
export const deploy: Command<z.output<typeof input>> = {
  name: 'deploy',
  summary: 'Make the platform as naas.yaml says, and prove that it works',
  details:
    'Shows the plan, asks, applies exactly that plan, and then runs the proof (see verify). When nothing differs, nothing is asked, changed or proved. With --plan it does that plan or nothing: when it is not what would be done any more, the deploy is refused and says what has moved.',
  arguments: [],
  options: [
    {
      name: 'plan',
      flag: '--plan',
      value: 'DIGEST',
      description: 'do this plan and no other: the digest that plan shows',
    },
    PLAN_OPTIONS.takeOver,
    PLAN_OPTIONS.endKernels,
    NO_VERIFY,
  ],
  input,
  access: 'deploy',
  confirm: 'plan',
  async *run({ plan: agreed, verify, ...flags }, context) {
    const { platform, signal } = context;
    yield { state: 'doing', words: 'Comparing the cluster with the file' };
    const asked = { ...optionsOf(agreed), ...typedFlags(flags), signal };
    const made = await planOrRefusal(() => platform.plan(asked), context);
    if ('refusal' in made) return made.refusal;
    const { plan } = made;
    if (agreed !== undefined) refuseMoved(agreed, plan);
    const changes = changesOf(plan);
    if (changes.length === 0) {
      return nothingToDo(plan, {
        title: `Nothing to do: ${plan.platform} is as the file says`,
        next: [
          { label: 'See whether it is well', command: 'status' },
          { label: 'Prove it', command: 'verify' },
        ],
      });
    }
    return yield* carryOut(
      plan,
      {
        what: `Deploy ${platform.name}`,
        question: `Apply ${changes.length === 1 ? 'this change' : `these ${changes.length} changes`} to ${platform.name}?`,
        participle: 'deployed',
        look: true,
        prove: verify,
        next: [{ label: 'Look at it', command: 'status' }],
      },
      context,
    );
  },
};

/** A plan from a file says itself what it was made with; of a digest that has to be typed again. */
function optionsOf(agreed: string | Plan | undefined): Plan['options'] {
  return typeof agreed === 'object' ? agreed.options : {};
}
