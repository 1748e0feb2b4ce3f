import { mergeConfig } from 'vitest/config';
import shared from '../vitest.shared.ts';

/** The cluster suite works on one platform, step after step, so its files run one at a time. */
export default mergeConfig(shared, {
  test: {
    name: 'cluster',
    outputFile: { json: 'cluster-results.json' },
    include: ['cluster/**/*.test.ts', 'faults/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
    sequence: { concurrent: false },
  },
});
