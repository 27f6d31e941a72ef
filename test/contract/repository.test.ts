import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

function files(folder: string): string[] {
  return readdirSync(new URL(`../../${folder}/`, import.meta.url), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );
}

describe('the repository keeps its own rules', () => {
  it('every permission of the manifest has its line in docs/permissions.md, and no line is left over', async () => {
    const manifest = read('manifest.config.ts');
    const page = read('docs/permissions.md');
    const permissions = /permissions: \[([^\]]+)\]/.exec(manifest)?.[1]?.match(/'[^']+'/g) ?? [];
    const hosts = manifest.match(/'https?:\/\/[^']+\*'/g) ?? [];
    expect(permissions.length).toBe(3);
    for (const name of [...permissions, ...hosts]) expect(page).toContain(`\`${name.replaceAll("'", '')}\``);
    const listed = [...page.matchAll(/^\| `([a-z]+)` \|/gm)].map((m) => `'${m[1]}'`);
    expect(listed.sort()).toEqual([...permissions].sort());
  });

  it('no source file is longer than 300 lines', () => {
    const long = files('src').filter((file) => /\.tsx?$/.test(file) && read(file).split('\n').length > 301);
    expect(long).toEqual([]);
  });

  it('the production source knows no test', () => {
    const suspicious = files('src').filter(
      (file) =>
        !/\.test\.tsx?$/.test(file) && /NODE_ENV|VITEST|import\.meta\.env\.(MODE|TEST)|__test/i.test(read(file)),
    );
    expect(suspicious).toEqual([]);
  });

  it('storage is declared in one place', () => {
    const bare = files('src/background').filter((file) =>
      /storage\.(local|session)\.(get|set|remove)/.test(read(file)),
    );
    expect(bare.sort()).toEqual(['src/background/auth/msal-window.ts']);
  });

  it('the version of the package is in the changelog', () => {
    expect(read('CHANGELOG.md')).toContain(`## ${(JSON.parse(read('package.json')) as { version: string }).version}`);
  });
});
