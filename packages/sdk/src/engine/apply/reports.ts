/**
 * Runs a task that reports while it works and yields its reports as they come; the generator returns what the task
 * returns, and throws what it throws.
 *
 * The task is told by its signal when the given one aborts or when the reader leaves, and is waited for even then: it
 * never goes on behind the reader's back.
 */
export async function* withReports<Item, Result>(
  task: (report: (item: Item) => void, signal: AbortSignal) => Promise<Result>,
  signal: AbortSignal,
): AsyncGenerator<Item, Result> {
  const queue: Item[] = [];
  const left = new AbortController();
  let wake = () => {};
  let settled = false;
  const report = (item: Item) => {
    queue.push(item);
    wake();
  };
  const running = task(report, AbortSignal.any([signal, left.signal])).finally(() => {
    settled = true;
    wake();
  });
  // The failure is thrown below, when the reports before it have been read.
  running.catch(() => {});
  try {
    for (;;) {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) yield item;
      if (settled) return await running;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (settled || queue.length > 0) resolve();
      });
    }
  } finally {
    left.abort();
    await running.catch(() => {});
  }
}
