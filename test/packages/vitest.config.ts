import { defineConfig } from 'vitest/config';

/** What is handed to the stores: a case builds it, so it takes longer than a unit. */
export default defineConfig({
  test: { include: ['test/packages/**/*.test.ts'], fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 },
});
