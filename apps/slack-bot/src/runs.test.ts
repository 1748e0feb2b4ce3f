import { describe, expect, it } from 'vitest';
import { Runs } from './runs.ts';

describe('Runs', () => {
  it('lets what is under way come to its end', async () => {
    const runs = new Runs();
    let ended = false;
    void runs.track(
      new Promise((resolve) => {
        setTimeout(() => {
          ended = true;
          resolve();
        }, 20);
      }),
    );
    await runs.drain({ patienceMs: 5_000, goodbyeMs: 0 });
    expect([ended, runs.signal.aborted]).toEqual([true, false]);
  });

  it('asks what takes too long to stop, and waits for it to say so', async () => {
    const runs = new Runs();
    let said = false;
    void runs.track(
      new Promise((resolve) => {
        runs.signal.addEventListener('abort', () => {
          said = true;
          resolve();
        });
      }),
    );
    await runs.drain({ patienceMs: 10, goodbyeMs: 5_000 });
    expect(said).toBe(true);
  });

  it('does not wait for ever for what does not stop', async () => {
    const runs = new Runs();
    void runs.track(new Promise(() => undefined));
    await expect(runs.drain({ patienceMs: 10, goodbyeMs: 10 })).resolves.toBeUndefined();
  });
});
