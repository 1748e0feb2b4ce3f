import { describeError } from '@naas/sdk';
import type { CommandContext } from '../command.ts';
import { text, type Block } from '../report.ts';
import { storageViews } from './views.ts';

/** Says which volumes and claims are there after a platform was taken down, and where their files are. */
export async function remainingBlocks({ platform, signal }: CommandContext): Promise<Block[]> {
  try {
    return [text('Volumes and claims that are still there:'), ...storageViews(await platform.status({ signal }))];
  } catch (error) {
    signal.throwIfAborted();
    return [text(`Which volumes and claims are still there could not be seen: ${describeError(error)}`)];
  }
}
