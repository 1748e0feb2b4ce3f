import { expect, test } from 'vitest';
import { inDependencyOrder } from './order.ts';

const component = (id: string, ...dependsOn: string[]) => ({ id, dependsOn, desired: () => [], ready: () => [] });
const order = (...components: ReturnType<typeof component>[]) => inDependencyOrder(components).map(({ id }) => id);

test('a component comes after all it depends on, and otherwise where it was given', () => {
  expect(order(component('hub', 'homes', 'gateway'), component('gateway', 'homes'), component('homes'))).toEqual([
    'homes',
    'gateway',
    'hub',
  ]);
  expect(order(component('b'), component('a'))).toEqual(['b', 'a']);
});

test('a circle is refused by name', () => {
  expect(() => order(component('a', 'b'), component('b', 'a'))).toThrow(/a depends on itself/);
});

test('a dependency that is not there is refused by name', () => {
  expect(() => order(component('a', 'nowhere'))).toThrow(/a depends on nowhere/);
});
