/** What is asked for: as the bare gateway and a proxy take the gateway's token, and the guard that of each person. */
export interface Target {
  readonly url: string;
  readonly credentials: 'gateway' | 'person';
}

/** What the load generator is told to do, one at a time. All end by count or by time, whatever comes first. */
export type Task =
  | ({ readonly do: 'get' | 'start' } & Loop)
  | ({ readonly do: 'open'; readonly channels: number } & Pick<Bounds, 'target'>)
  | ({ readonly do: 'echo'; readonly bytes: number; readonly inFlight: number } & Omit<Bounds, 'target'>)
  | { readonly do: 'close' }
  /** Does not read for so long what the kernel sends. */
  | ({ readonly do: 'not read'; readonly bytes: number } & Pick<Bounds, 'target' | 'seconds'>);

/** So many connections, each of which asks again when it has its answer. */
export interface Loop extends Bounds {
  readonly connections: number;
  /** On all connections together; as often as they can when it is not said. */
  readonly perSecond?: number;
}

interface Bounds {
  readonly target: Target;
  readonly count: number;
  readonly seconds: number;
}

/** Milliseconds that each request took. */
export type Latencies = readonly number[];

export interface Echoed {
  readonly messages: number;
  readonly seconds: number;
}
