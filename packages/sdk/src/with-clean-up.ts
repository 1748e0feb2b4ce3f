/** Runs a task and then what tidies up after it, whatever happened; of two failures the task's own is thrown. */
export async function withCleanUp<T>(task: () => Promise<T>, cleanUp: () => Promise<unknown>): Promise<T> {
  let result: T;
  try {
    result = await task();
  } catch (error) {
    await cleanUp().catch(() => {});
    throw error;
  }
  await cleanUp();
  return result;
}
