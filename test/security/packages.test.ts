import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { shippedPackages } from '../../licenses.build.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const { packages } = JSON.parse(read('package-lock.json')) as {
  packages: Record<string, { integrity?: string; resolved?: string; link?: boolean; optional?: boolean }>;
};

it('every package is the one that its hash says, wherever it comes from', () => {
  // Programs of tools for other systems are optional: which hash they have only that system's registry says.
  const installed = Object.entries(packages).filter(([place, { optional }]) => place !== '' && !optional);
  expect(installed.length).toBeGreaterThan(50);
  for (const [place, { integrity, resolved, link }] of installed)
    expect([place, integrity?.slice(0, 7), resolved, link]).toEqual([place, 'sha512-', undefined, undefined]);
});

it('what is shipped is of few packages, each with a licence that lets it be given on', () => {
  const shipped = shippedPackages();
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
  const names = shipped.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  expect(names.length).toBeLessThan(20);
  expect(names).not.toContain('typescript');
  for (const { name, license, text } of shipped) {
    expect([name, ['MIT', 'Apache-2.0', 'MPL-2.0', 'ISC', 'BSD-3-Clause', '0BSD'].includes(license)]).toEqual([
      name,
      true,
    ]);
    expect([name, text.length > 100]).toEqual([name, true]);
  }
});

it('the bill of materials names exactly what is shipped', () => {
  const script = fileURLToPath(new URL('../../scripts/sbom.mjs', import.meta.url));
  const { components } = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' })) as {
    components: { name: string }[];
  };
  expect(components.map(({ name }) => name).sort()).toEqual(shippedPackages().map(({ name }) => name));
});
