/** A promise that is kept when `open` is called, for what has to wait until a test has seen something else. */
export function closedGate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}
