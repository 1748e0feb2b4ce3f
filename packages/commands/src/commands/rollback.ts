import { changesOf, type Run } from '@naas/sdk';
import { z } from 'zod';
import type { Command } from '../command.ts';
import { countWords, flag, NO_VERIFY, PLAN_OPTIONS, typedFlags } from '../plans/index.ts';
import { runWords } from '../runs/index.ts';
import { carryOut, nothingToDo } from './carry-out.ts';

const input = z.strictObject({
  run: z
    .string()
    .regex(/^[1-9]\d{0,8}$/u, 'has to be the number of a run; history lists them')
    .transform(Number)
    .optional(),
  takeOver: flag,
  endKernels: flag,
  verify: z.boolean().default(true),
});

const FORWARD =
  'naas.yaml still says what it said: the next deploy goes forward again. To stay here, change the file too.';

/** Makes the platform as an earlier run left it. */
export const rollback: Command<z.output<typeof input>> = {
  name: 'rollback',
  summary: 'Go back to what an earlier run wanted: charts, values, manifests, kernelspecs',
  details:
    "Shows the plan, asks, applies it and runs the proof, as deploy does. Homes and the hub's database are no part of it: they stay as they are. The file is not changed.",
  arguments: [
    {
      name: 'run',
      required: false,
      description: 'the number of the run, as history lists it; the one before the last unless given',
    },
  ],
  options: [PLAN_OPTIONS.takeOver, PLAN_OPTIONS.endKernels, NO_VERIFY],
  input,
  access: 'deploy',
  confirm: 'plan',
  async *run({ run, verify, ...flags }, context) {
    const { platform, signal } = context;
    yield { state: 'doing', words: 'Comparing the cluster with an earlier run' };
    const plan = await platform.planRollback({ ...(run === undefined ? {} : { run }), ...typedFlags(flags), signal });
    const back = `taken back to run ${plan.options.run ?? ''}`;
    if (changesOf(plan).length === 0) {
      const title = `Nothing to do: ${platform.name} is as run ${plan.options.run ?? ''} wanted it`;
      return nothingToDo(plan, { title, next: [{ label: 'See the runs', command: 'history' }] });
    }
    const target = (await platform.history({ signal })).find(({ number }) => number === plan.options.run);
    return yield* carryOut(
      plan,
      {
        what: `Roll back ${platform.name}`,
        question: `Take ${platform.name} back to run ${plan.options.run ?? ''} (${countWords(plan)})?`,
        participle: back,
        before: [...targetNotes(target), FORWARD],
        after: [FORWARD],
        look: false,
        prove: verify,
        next: [{ label: 'See what the file would change', command: 'plan' }],
      },
      context,
    );
  },
};

function targetNotes(target: Run | undefined): string[] {
  return target === undefined ? [] : [`Run ${target.number} was ${runWords(target)}.`];
}
