import { defineConfig } from 'vitest/config';

/** Tests read the sources of every workspace package, so no build is needed before them. */
const conditions = ['@naas/source', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    restoreMocks: true,
    // Long enough for a machine that has much else to do: what hangs still fails.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 15_000 } },
    // CI counts the tests of all packages from these files.
    reporters: process.env['CI'] ? ['default', 'json'] : ['default'],
    outputFile: { json: 'test-results.json' },
  },
});
