import { mergeConfig } from 'vitest/config';
import shared from '../vitest.shared.ts';

export default mergeConfig(shared, {
  test: { name: 'test', include: ['oracle/**/*.test.ts', 'examples/**/*.test.ts'], testTimeout: 60_000 },
});
