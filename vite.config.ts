import { crx } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { defineConfig, type UserConfig } from 'vite';
import { licenses } from './licenses.build.ts';
import manifest from './manifest.config.ts';
import { msalWhenNeeded } from './msal.build.ts';
import { workerInParts } from './worker.build.ts';

const browser = process.env.BROWSER === 'firefox' ? 'firefox' : 'chrome';
const dist = `dist/${browser}`;
const sources: UserConfig = {
  define: {
    __DEFAULTS__: JSON.stringify({ CLIENT_ID: process.env.CLIENT_ID ?? '', TENANT_ID: process.env.TENANT_ID ?? '' }),
  },
  // Dexie's own build for browsers that know modules: what is not used of it falls away.
  resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
};
export default defineConfig({
  ...sources,
  plugins: [
    msalWhenNeeded(),
    preact(),
    licenses(),
    crx({ manifest, browser, contentScripts: { standaloneFiles: ['src/content/index.ts'] } }),
    // Firefox's background page knows import().
    ...(browser === 'chrome' ? [workerInParts(dist, { ...sources, plugins: [msalWhenNeeded(), licenses()] })] : []),
  ],
  publicDir: 'public',
  build: {
    outDir: dist,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    sourcemap: false,
    rollupOptions: { input: { page: 'src/popup/page.html' } },
  },
});
