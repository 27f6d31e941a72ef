import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { CLOUDS, OUTLOOK_ORIGINS } from '../../src/shared/clouds.ts';

interface Manifest {
  permissions: string[];
  optional_permissions?: string[];
  host_permissions: string[];
  optional_host_permissions: string[];
  content_scripts: { matches: string[]; all_frames?: boolean; world?: string }[];
  content_security_policy: { extension_pages: string };
  storage?: { managed_schema: string };
}

async function manifestOf(browser: 'chrome' | 'firefox'): Promise<Manifest> {
  vi.resetModules();
  vi.stubEnv('BROWSER', browser);
  return (await import('../../manifest.config.ts')).default as unknown as Manifest;
}
const page = readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8');
// What leaves the browser has a table of its own (test/packages).
const [PERMISSIONS = ''] = page.split('## What leaves the browser');
/** What a line of the page is about, and the reason it gives. */
const LINES = [...PERMISSIONS.matchAll(/^\| (.+?) \| (.+?) \|$/gm)].slice(2).map(([, what = '', why = '']) => ({
  names: what.match(/`[^`]+`/g) ?? [],
  kind: what.replace(/`[^`]+`(, )?/g, '').trim(),
  why,
}));

describe.each(['chrome', 'firefox'] as const)('the manifest for %s', (browser) => {
  it('asks for nothing that has no reason of its own in docs/permissions.md, and the page names nothing else', async () => {
    const manifest = await manifestOf(browser);
    const kinds: [kind: string, names: string[]][] = [
      ['', [...manifest.permissions, ...manifest.host_permissions]],
      ['optional:', [...(manifest.optional_permissions ?? []), ...manifest.optional_host_permissions]],
      ['content script on', manifest.content_scripts.flatMap((one) => (one.all_frames ? [] : one.matches))],
      [
        'content script on in frames, too',
        manifest.content_scripts.flatMap((one) => (one.all_frames ? one.matches : [])),
      ],
    ];
    for (const [kind, names] of kinds) {
      const listed = LINES.filter((line) => line.kind === kind).flatMap((line) => line.names);
      expect([kind, [...listed].sort()]).toEqual([kind, names.map((name) => `\`${name}\``).sort()]);
    }
    for (const { why } of LINES) expect(why.length).toBeGreaterThan(10);
  });

  it('lets pages run and load nothing that is not in the package, and be put into no other page', async () => {
    const { content_security_policy } = await manifestOf(browser);
    const rules = Object.fromEntries(
      content_security_policy.extension_pages.split(';').map((rule) => {
        const [name = '', ...sources] = rule.trim().split(/\s+/);
        return [name, sources];
      }),
    );
    expect(rules).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'data:'],
      // Which EspoCRM it will be nobody knows before; what may be reached is kept by the browser's permissions.
      'connect-src': ["'self'", 'https:', 'http://localhost:*', 'http://127.0.0.1:*'],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    });
  });

  it('opens nothing to web pages and other extensions', async () => {
    const manifest = await manifestOf(browser);
    for (const key of ['web_accessible_resources', 'externally_connectable', 'sandbox'])
      expect(Object.keys(manifest)).not.toContain(key);
    for (const { world } of manifest.content_scripts) expect(world ?? 'ISOLATED').toBe('ISOLATED');
  });

  it('knows the hosts of every cloud', async () => {
    const manifest = await manifestOf(browser);
    expect(manifest.host_permissions).toEqual(Object.values(CLOUDS).map(({ graph }) => `${graph}/*`));
    expect(manifest.content_scripts[0]?.matches).toEqual(OUTLOOK_ORIGINS.map((origin) => `${origin}/*`));
    expect(manifest.storage).toEqual(browser === 'chrome' ? { managed_schema: 'managed-schema.json' } : undefined);
  });
});
