import { describe, expect, it } from 'vitest';
import { LiveMessage, type Slot } from './live-message.ts';
import { renderWords } from '../render/index.ts';

interface Watched extends Slot {
  readonly shown: string[];
}

function slot(parts: Partial<Slot> = {}): Watched {
  const shown: string[] = [];
  return { gapsMs: [0, 2_000], endless: true, show: async ({ text }) => void shown.push(text), ...parts, shown };
}

const failing = () => Promise.reject(new Error('not in the channel'));
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A message on a clock of its own, told of progress at each of the given seconds. */
async function tell(slots: readonly Slot[], seconds: readonly number[]) {
  let now = 0;
  const failures: unknown[] = [];
  const message = new LiveMessage({ slots, now: () => now, onFailure: (error) => failures.push(error) });
  for (const second of seconds) {
    now = second * 1000;
    message.progress(() => renderWords(String(second)));
    await settle();
  }
  return { message, failures };
}

describe('LiveMessage', () => {
  it('edits at most every two seconds, and drops what comes between', async () => {
    const updates = slot();
    await tell([updates], [0, 0.5, 1, 1.9, 2, 3, 5]);
    expect(updates.shown).toEqual(['0', '2', '5']);
  });

  it('keeps the uses of a response URL for the end', async () => {
    const answers = slot({ gapsMs: [0, 8_000, 60_000], endless: false });
    const { message } = await tell([answers], [0, 2, 9, 20, 70, 500, 1000]);
    await message.finish(renderWords('done'));
    expect(answers.shown).toEqual(['0', '9', '70', 'done']);
  });

  it('goes to the next way when one fails, and stays there', async () => {
    const answers = slot();
    const { message, failures } = await tell([slot({ show: failing }), answers], [0, 5]);
    await message.finish(renderWords('done'));
    expect(answers.shown).toEqual(['0', '5', 'done']);
    expect(failures).toHaveLength(1);
  });

  it('tries the last way again for the end, though it failed before', async () => {
    let down = true;
    const shown: string[] = [];
    const { message } = await tell(
      [slot({ show: ({ text }) => (down ? failing() : Promise.resolve(shown.push(text))) })],
      [0],
    );
    down = false;
    await message.finish(renderWords('done'));
    expect(shown).toEqual(['done']);
  });

  it('shows the end after an edit that is still under way, never before', async () => {
    const shown: string[] = [];
    const slow = slot({
      show: async ({ text }) => {
        if (text !== 'done') await new Promise((resolve) => setTimeout(resolve, 20));
        shown.push(text);
      },
    });
    const { message } = await tell([slow], [0]);
    await message.finish(renderWords('done'));
    expect(shown).toEqual(['0', 'done']);
  });
});
