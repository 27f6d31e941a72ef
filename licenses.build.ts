import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const ROOT = fileURLToPath(new URL('.', import.meta.url));

interface Locked {
  version: string;
  license?: string;
  dev?: boolean;
  optional?: boolean;
  devOptional?: boolean;
  link?: boolean;
}

export interface Package {
  name: string;
  version: string;
  license: string;
  text: string;
}

/** Every package that what is shipped is made of, with the text of its licence; one without either stops the build. */
export function shippedPackages(): Package[] {
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  return Object.entries(packages)
    .filter(([place, one]) => place !== '' && !one.dev && !one.devOptional && !one.optional && !one.link)
    .map(([place, { version, license = '' }]) => {
      const folder = path.join(ROOT, place);
      const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const file = existsSync(folder)
        ? readdirSync(folder).find((one) => /^(licen[cs]e|copying)/i.test(one))
        : undefined;
      if (license === '' || file === undefined) throw new Error(`${name} says nothing of its licence`);
      return { name, version, license, text: readFileSync(path.join(folder, file), 'utf8').trim() };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const line = '-'.repeat(72);
const textOf = (packages: readonly Package[]): string =>
  packages
    .map(({ name, version, license, text }) => `${name} ${version} (${license})\n\n${text}\n`)
    .join(`\n${line}\n\n`);

/** Puts LICENSES.txt beside what was built, and stops where something was built in that it does not name. */
export const licenses = (): Plugin => ({
  name: 'licenses',
  apply: 'build',
  generateBundle(_, bundle) {
    const packages = shippedPackages();
    const named = new Set(packages.map(({ name }) => name));
    for (const output of Object.values(bundle)) {
      for (const id of output.type === 'chunk' ? Object.keys(output.modules) : []) {
        const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/')) ?? [];
        if (name !== undefined && !named.has(name)) this.error(`${name} is built in, and is no dependency`);
      }
    }
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: textOf(packages) });
  },
});
