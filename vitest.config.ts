import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** A test that stands in for a module or a global, or wants a document, has a context of its own; the others share one, which is loaded once. */
const ALONE = /\bvi\.|@vitest-environment|\/(app-bench|fake-\w+)'/;
const tests = ['src', 'test'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file))
    .filter((file) => /\.test\.tsx?$/.test(file) && !/^test\/(e2e|packages)\//.test(file)),
);
const alone = tests.filter((file) => ALONE.test(readFileSync(file, 'utf8')));
const together = tests.filter((file) => !alone.includes(file));

const shared = {
  // Vitest leaves a core to itself; of two that is half the time.
  maxWorkers: '100%',
  testTimeout: 20_000,
};

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'together', include: together, isolate: false } },
      { test: { ...shared, name: 'alone', include: alone } },
    ],
  },
});
