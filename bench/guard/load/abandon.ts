import { type AbandonTask, WAYS } from './ways-to-go.ts';

/** Opens channels and leaves them, as a process of its own that keeps what nobody closes. */
process.on('disconnect', () => process.exit());
process.on('message', (task: AbandonTask) => {
  void WAYS[task.kind](task)
    .then(() => ({}))
    .catch((error: unknown) => ({ error: String(error) }))
    .then((result) => process.send?.(result));
});
