/**
 * npm run sbom: what is shipped is made of, as CycloneDX. Of npm's own list the packages that the lock file does not mark as tools:
 * `npm sbom --omit=dev` leaves out what a tool names as its peer, too (preact).
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './log.mjs';

const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
const shipped = new Set(
  Object.entries(packages).flatMap(([place, { version, dev, devOptional, optional, link }]) =>
    place === '' || dev || devOptional || optional || link
      ? []
      : [`${place.replace(/^.*node_modules\//, '')}@${version}`],
  ),
);
const text = execFileSync('npm', ['sbom', '--sbom-format=cyclonedx'], {
  cwd: ROOT,
  encoding: 'utf8',
  maxBuffer: 2 ** 28,
  shell: process.platform === 'win32',
});
const { components, dependencies, metadata, ...rest } = JSON.parse(text);
const own = metadata.component['bom-ref'];
const sbom = {
  ...rest,
  metadata,
  components: components.filter((one) => shipped.has(one['bom-ref'])),
  dependencies: dependencies
    .filter(({ ref }) => ref === own || shipped.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => shipped.has(one)) })),
};
process.stdout.write(`${JSON.stringify(sbom, null, 2)}\n`);
