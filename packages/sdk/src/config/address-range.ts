import { isIPv4, isIPv6 } from 'node:net';

/** Addresses of one family, from the first to the last, as numbers. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * Reads what MetalLB takes for addresses: two of them with a dash between, `192.168.1.201-192.168.1.210`, or a network,
 * `192.168.1.208/29`. Undefined for anything else, for a range that runs backwards, and for a network whose address has
 * bits beyond its prefix, which would stand for more addresses than it seems to.
 */
export function parseAddressRange(text: string): AddressRange | undefined {
  const [from = '', to, ...more] = text.split('-').map((each) => each.trim());
  if (to === undefined) return parseNetwork(from);
  const [first, last] = [parseAddress(from), parseAddress(to)];
  if (more.length > 0 || !first || !last || first.family !== last.family || first.value > last.value) return undefined;
  return { family: first.family, first: first.value, last: last.value };
}

/** Tells whether two ranges share an address. */
export function overlap(one: AddressRange, other: AddressRange): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last;
}

function parseNetwork(text: string): AddressRange | undefined {
  const [, address = '', prefix = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const base = parseAddress(address);
  const free = base && BITS[base.family] - Number(prefix);
  if (!base || free === undefined || free < 0) return undefined;
  const size = 2n ** BigInt(free);
  if (base.value % size !== 0n) return undefined;
  return { family: base.family, first: base.value, last: base.value + size - 1n };
}

const BITS = { 4: 32, 6: 128 } as const;

function parseAddress(text: string): { readonly family: 4 | 6; readonly value: bigint } | undefined {
  if (isIPv4(text)) return { family: 4, value: number(text.split('.').map(Number), 8) };
  // A zone, or an IPv4 address inside, is nothing to give to a Service.
  if (!isIPv6(text) || /[%.]/.test(text)) return undefined;
  const [head, tail] = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const zeros = Array.from({ length: 8 - (head?.length ?? 0) - (tail?.length ?? 0) }, () => '0');
  const groups = [...(head ?? []), ...zeros, ...(tail ?? [])];
  return {
    family: 6,
    value: number(
      groups.map((group) => Number.parseInt(group, 16)),
      16,
    ),
  };
}

function number(digits: readonly number[], bits: number): bigint {
  return digits.reduce((value, digit) => (value << BigInt(bits)) | BigInt(digit), 0n);
}
