import { EVENT_ID, getScalarValue, parseEvents, type Event } from 'js-yaml';

/** A place in a text, both counted from 1. */
export interface YamlPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds where a path of keys and indices stands in the first document of a YAML text: the key of a member, the value
 * of an item. A path that leads further than the text goes gives the place of its last step that is there.
 *
 * @returns Undefined when the text is no YAML, is empty, or has not even the first step.
 */
export function locateYaml(text: string, path: readonly (string | number)[]): YamlPosition | undefined {
  const events = eventsOf(text);
  // The first event opens the document.
  let node = 1;
  let found: number | undefined;
  for (const step of path) {
    const child = childOf(text, events, { node, step });
    if (!child) break;
    found = child.offset;
    node = child.node;
  }
  if (path.length === 0) found = offsetOf(events[node]);
  return found === undefined ? undefined : positionOf(text, found);
}

function eventsOf(text: string): Event[] {
  try {
    return parseEvents(text, {});
  } catch {
    return [];
  }
}

interface Child {
  /** Where the value begins among the events. */
  readonly node: number;
  /** Where a reader would point at, in characters. */
  readonly offset: number;
}

function childOf(
  text: string,
  events: readonly Event[],
  { node, step }: { readonly node: number; readonly step: string | number },
): Child | undefined {
  const parent = events[node];
  if (parent?.type === EVENT_ID.SEQUENCE && typeof step === 'number') {
    let item = node + 1;
    for (let index = 0; index < step && isNode(events[item]); index += 1) item = afterNode(events, item);
    const offset = isNode(events[item]) ? offsetOf(events[item]) : undefined;
    return offset === undefined ? undefined : { node: item, offset };
  }
  if (parent?.type !== EVENT_ID.MAPPING) return undefined;
  for (let key = node + 1; isNode(events[key]); key = afterNode(events, afterNode(events, key))) {
    const event = events[key];
    if (event?.type !== EVENT_ID.SCALAR || getScalarValue(text, event) !== String(step)) continue;
    return { node: afterNode(events, key), offset: event.valueStart };
  }
  return undefined;
}

function isNode(event: Event | undefined): boolean {
  return event !== undefined && event.type !== EVENT_ID.POP;
}

/** The event behind a node: behind its closing one where it is a collection. */
function afterNode(events: readonly Event[], node: number): number {
  let depth = 0;
  for (let index = node; index < events.length; index += 1) {
    const type = events[index]?.type;
    if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) depth += 1;
    else if (type === EVENT_ID.POP) depth -= 1;
    if (depth <= 0) return index + 1;
  }
  return events.length;
}

function offsetOf(event: Event | undefined): number | undefined {
  // An empty value stands nowhere.
  if (event?.type === EVENT_ID.SCALAR) return event.valueStart < 0 ? undefined : event.valueStart;
  if (event?.type === EVENT_ID.ALIAS) return event.anchorStart;
  if (event?.type === EVENT_ID.SEQUENCE || event?.type === EVENT_ID.MAPPING) return event.start;
  return undefined;
}

function positionOf(text: string, offset: number): YamlPosition {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
