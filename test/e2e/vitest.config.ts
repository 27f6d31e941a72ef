import { defineConfig } from 'vitest/config';

/** One browser at a time: two cores are enough for one, not for two. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
