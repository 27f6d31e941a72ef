import { defineManifest } from '@crxjs/vite-plugin';
import { version } from './package.json';

const firefox = process.env.BROWSER === 'firefox';

/** The public half of the key that fixes the extension's id, and with it the redirect address registered at Entra ID. */
const KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuHVVXivDeVIlJzY9cgWkjh5jMeZ1BqArPDek5NBfEAf8Ctnd1TPc9SF2sj+6YwGXEeyc/VHLe19d7R9M/+C+F4DDVuTHnh4MPpsUJP5Y3Hg+wLoKu7g7+tsLRsLr5+qV9A8GX+yWgFUvmm8fw0Hfez0up3Z0cA2ezL3CdtK3Q6DjE1HyZsd3hUE4FQVS4JUe/MId2ZyS+MCD6iREW+fmMWfXeCrBwLB5vvnjuzoxFPEq0wzKtV7wsmy4MlBiQsPspmzuDPxUSieJjtB4oVAE3pTSffPCYVugvi2MLS3hKnb8WuLJ9MsjjiLAXVLM+rSw5xAXvJYHZY9i/ycyvB2DJQIDAQAB';

const OUTLOOK = [
  'https://outlook.office.com/*',
  'https://outlook.office365.com/*',
  'https://outlook.live.com/*',
  'https://outlook.cloud.microsoft/*',
  'https://outlook.office365.us/*',
  'https://outlook-dod.office365.us/*',
  'https://partner.outlook.cn/*',
];

/** Of all clouds (src/shared/clouds.ts); only one of them is ever asked. */
const GRAPH = [
  'https://graph.microsoft.com/*',
  'https://graph.microsoft.us/*',
  'https://dod-graph.microsoft.us/*',
  'https://microsoftgraph.chinacloudapi.cn/*',
];

/** The calendar that Teams shows is a page of Outlook's in a frame. */
const TEAMS_FRAME = 'https://outlook.office.com/hosted/calendar/*';
const CONTENT = {
  js: ['src/content/index.ts'],
  css: ['src/content/draw/marks.css'],
  run_at: 'document_start' as const,
};

// Each permission has its line in docs/permissions.md; test/contract/repository.test.ts compares.
export default defineManifest({
  manifest_version: 3,
  name: '__MSG_name__',
  short_name: '__MSG_shortName__',
  version,
  description: '__MSG_description__',
  default_locale: 'en',
  icons: { 16: 'icons/16.png', 32: 'icons/32.png', 48: 'icons/48.png', 128: 'icons/128.png' },
  permissions: ['storage', 'identity', 'alarms'],
  host_permissions: GRAPH,
  optional_permissions: ['notifications'],
  optional_host_permissions: ['https://*/*', 'http://localhost/*', 'http://127.0.0.1/*'],
  // Firefox takes a policy as it is.
  ...(firefox ? {} : { storage: { managed_schema: 'managed-schema.json' } }),
  background: firefox
    ? ({ scripts: ['src/background/index.ts'], type: 'module' } as never)
    : { service_worker: 'src/background/index.ts', type: 'module' },
  action: {
    default_popup: 'src/popup/popup.html',
    default_title: '__MSG_name__',
    default_icon: { 16: 'icons/16.png', 32: 'icons/32.png' },
  },
  options_ui: { page: 'src/popup/page.html', open_in_tab: true },
  content_scripts: [
    // Before any script of the page: what happens on the card is kept from them (src/content/card/press.ts).
    { matches: OUTLOOK, exclude_matches: [TEAMS_FRAME], all_frames: false, ...CONTENT },
    { matches: [TEAMS_FRAME], all_frames: true, ...CONTENT },
  ],
  content_security_policy: {
    extension_pages:
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' https: http://localhost:* http://127.0.0.1:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  },
  ...(firefox
    ? {
        browser_specific_settings: {
          gecko: {
            id: 'outlook-calendar@espocrm.example',
            // The first that knows the next key on a phone, too.
            strict_min_version: '142.0',
            data_collection_permissions: {
              required: ['personallyIdentifyingInfo', 'personalCommunications', 'websiteContent', 'authenticationInfo'],
            },
          },
        } as never,
      }
    : { key: KEY, minimum_chrome_version: '120' }),
});
