import { crx } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { licenses } from './licenses.build.ts';
import manifest from './manifest.config.ts';
import { msalWhenNeeded } from './msal.build.ts';

const browser = process.env.BROWSER === 'firefox' ? 'firefox' : 'chrome';
export default defineConfig({
  plugins: [
    msalWhenNeeded(),
    preact(),
    licenses(),
    crx({ manifest, browser, contentScripts: { standaloneFiles: ['src/content/index.ts'] } }),
  ],
  define: {
    __DEFAULTS__: JSON.stringify({ CLIENT_ID: process.env.CLIENT_ID ?? '', TENANT_ID: process.env.TENANT_ID ?? '' }),
  },
  // Dexie's own build for browsers that know modules: what is not used of it falls away.
  resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
  publicDir: 'public',
  build: {
    outDir: `dist/${browser}`,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    sourcemap: false,
    rollupOptions: { input: { page: 'src/popup/page.html' } },
  },
});
