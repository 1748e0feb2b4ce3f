import { createHash } from 'node:crypto';

/** The people whose kernels are asked for: each has a running server with a token of its own, and ten kernels. */
export interface Person {
  readonly name: string;
  readonly token: string;
  readonly kernels: readonly string[];
}

export interface Kernel {
  readonly id: string;
  readonly person: Person;
}

const PEOPLE = 50;
const KERNELS_EACH = 10;

export const GATEWAY_TOKEN = fingerprint('gateway');
export const OPERATOR_TOKEN = fingerprint('operator');
export const HUB_TOKEN = fingerprint('hub');
export const KERNELS_NAMESPACE = 'notebook-kernels';

export const people: readonly Person[] = Array.from({ length: PEOPLE }, (_, index) => {
  const name = `person-${index}`;
  return {
    name,
    token: fingerprint(name),
    kernels: Array.from({ length: KERNELS_EACH }, (_, kernel) => kernelId(`${name} ${kernel}`)),
  };
});

/** All kernels, one of each person after the other, so that a few of them are of different people. */
export const kernels: readonly Kernel[] = Array.from({ length: KERNELS_EACH }, (_, index) =>
  people.map((person) => ({ id: person.kernels[index]!, person })),
).flat();

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function kernelId(text: string): string {
  return fingerprint(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
