export interface ClosedGate {
  /** Kept from when `open` is called. */
  readonly opened: Promise<void>;
  readonly open: () => void;
}

/** Holds back what waits for it until a test has seen what it has to see before. */
export function closedGate(): ClosedGate {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
