import { fileURLToPath } from 'node:url';
import { crx } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { defineConfig, type Plugin } from 'vite';
import manifest from './manifest.config.ts';

const browser = process.env.BROWSER === 'firefox' ? 'firefox' : 'chrome';
const shim = fileURLToPath(new URL('./src/background/auth/msal-window.ts', import.meta.url));

/** MSAL asks for window and document, which a worker lacks: every MSAL module gets ours by import, nothing global is touched. */
const msalEnvironment: Plugin = {
  name: 'msal-environment',
  transform(code, id) {
    if (!/@azure\/msal-(browser|common)\/.*\.m?js$/.test(id.split('?')[0] ?? '') || !/\b(window|document)\b/.test(code))
      return null;
    return { code: `import { window, document } from ${JSON.stringify(shim)};\n${code}`, map: null };
  },
};

export default defineConfig({
  plugins: [
    msalEnvironment,
    preact(),
    crx({ manifest, browser, contentScripts: { standaloneFiles: ['src/content/index.ts'] } }),
  ],
  define: {
    __DEFAULTS__: JSON.stringify({ CLIENT_ID: process.env.CLIENT_ID ?? '', TENANT_ID: process.env.TENANT_ID ?? '' }),
  },
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
