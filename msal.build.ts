import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const ENTRY = 'msal-parts';
const PARTS = `export { CacheLookupPolicy, PublicClientApplication } from '@azure/msal-browser';`;
const WINDOW = fileURLToPath(new URL('./src/background/auth/msal-window.ts', import.meta.url));
const PLACE = fileURLToPath(new URL('./src/background/auth/msal.ts', import.meta.url));

/**
 * Ways to sign in that a worker cannot go: windows, hidden frames, the operating system's broker, local storage; and tokens bound to a key,
 * which Graph does not ask for. Whoever reaches one all the same is told so; a name that MSAL no longer has stops the build.
 */
const LEFT_OUT = [
  'browser/dist/interaction_client/PopupClient',
  'browser/dist/interaction_client/SilentIframeClient',
  'browser/dist/interaction_client/PlatformAuthInteractionClient',
  'browser/dist/broker/nativeBroker/PlatformAuthExtensionHandler',
  'browser/dist/broker/nativeBroker/PlatformAuthDOMHandler',
  'browser/dist/cache/LocalStorage',
  'browser/dist/utils/PopupMonitor',
  'common/dist-browser/crypto/PopTokenGenerator',
  'common/dist-browser/crypto/DpopProofGenerator',
  'browser/dist/interaction_client/SilentAuthCodeClient',
];

export const leftOut = (): Plugin => {
  const met = new Set<string>();
  return {
    name: 'left-out',
    transform(code, id) {
      const name = LEFT_OUT.find((one) => id.endsWith(`@azure/msal-${one}.mjs`));
      if (name === undefined) return undefined;
      met.add(name);
      const exported = [...code.matchAll(/^export \{ ([^}]+) \}/gm)].flatMap(([, names = '']) => names.split(', '));
      const text = JSON.stringify(`${name} is left out of this build`);
      return {
        code: `class Out { constructor() { throw new Error(${text}); } }\nexport { ${exported.map((one) => `Out as ${one}`).join(', ')} };`,
        map: null,
      };
    },
    buildEnd() {
      const missing = LEFT_OUT.filter((one) => !met.has(one));
      if (missing.length > 0) throw new Error(`MSAL has no ${missing.join(', ')}`);
    },
  };
};

/**
 * MSAL as one function of the window and document that it asks for and a worker lacks: nothing global is touched, and nothing of it is
 * evaluated before it is called.
 */
async function asFunction(): Promise<string> {
  const parts: Plugin = {
    name: ENTRY,
    resolveId: (id) => (id === ENTRY ? `\0${ENTRY}.ts` : undefined),
    load: (id) => (id === `\0${ENTRY}.ts` ? PARTS : undefined),
  };
  const output = await build({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    logLevel: 'error',
    publicDir: false,
    plugins: [parts, leftOut()],
    build: {
      write: false,
      target: 'es2022',
      rollupOptions: { input: ENTRY, preserveEntrySignatures: 'strict', output: { format: 'iife', name: 'msal' } },
    },
  });
  const [chunk] = [output].flat().flatMap((one) => ('output' in one ? one.output : []));
  if (chunk?.type !== 'chunk') throw new Error('MSAL was not built');
  return `function (window, document) {\n${chunk.code}\nreturn msal;\n}`;
}

/** Puts that function in the place of src/background/auth/msal.ts. */
export const msalWhenNeeded = (): Plugin => ({
  name: 'msal-when-needed',
  apply: 'build',
  async load(id) {
    if (id.split('?')[0] !== PLACE) return undefined;
    return `import { window, document } from ${JSON.stringify(WINDOW)};
const make = ${await asFunction()};
let made;
export const loadMsal = async () => (made ??= make(window, document));`;
  },
});
