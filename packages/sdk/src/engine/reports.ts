/**
 * Runs a task that reports while it works and yields its reports as they come; the generator returns what the task
 * returns, and throws what it throws.
 */
export async function* withReports<Item, Result>(
  task: (report: (item: Item) => void) => Promise<Result>,
): AsyncGenerator<Item, Result> {
  const queue: Item[] = [];
  let wake = () => {};
  let settled = false;
  const running = task((item) => {
    queue.push(item);
    wake();
  }).finally(() => {
    settled = true;
    wake();
  });
  // The failure is thrown below, when the reports before it have been read.
  running.catch(() => {});
  for (;;) {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) yield item;
    if (settled) return await running;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (settled || queue.length > 0) resolve();
    });
  }
}
