export interface RefusalOptions {
  /** Told to the log alone, where a caller must not learn it. */
  readonly detail?: string;
  /** When to ask again. */
  readonly retryAfterSeconds?: number;
}

/** A request that is not granted, in the words its sender reads. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly options: RefusalOptions;

  constructor(status: number, message: string, options: RefusalOptions = {}) {
    super(message);
    this.status = status;
    this.options = options;
  }
}

/** Someone else's kernel and one that is nowhere get the same answer, the gateway's own. */
export function noSuchKernel(id: string, detail: string): Refusal {
  return new Refusal(404, `Kernel does not exist: ${id}`, { detail });
}

export function noSuchPath(detail = 'no route of the gateway'): Refusal {
  return new Refusal(404, 'There is nothing here.', { detail });
}
