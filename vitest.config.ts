import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/packages/**', 'node_modules/**'],
    // Vitest leaves a core to itself; of two that is half the time.
    maxWorkers: '100%',
    testTimeout: 20_000,
  },
});
