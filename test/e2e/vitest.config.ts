import { defineConfig } from 'vitest/config';

/**
 * Files that measure times, or that keep the machine busy by themselves, have it for themselves; of the others two run at once, because
 * a browser that waits for windows, alarms and answers leaves half of two cores idle.
 */
const ALONE = ['tiles', 'surface', 'same-moment', 'soak'].map((name) => `test/e2e/${name}.test.ts`);
const FIREFOX = 'test/e2e/firefox/**';
const shared = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'two at a time',
          include: ['test/e2e/*.test.ts'],
          exclude: [...ALONE],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'alone',
          include: [...ALONE, `${FIREFOX}/*.test.ts`],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
