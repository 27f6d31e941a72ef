/** Access that the user gave to the extension after it was installed, and how it is given back. */
import browser, { type Manifest } from 'webextension-polyfill';

export interface Given {
  origins: string[];
  permissions: Manifest.OptionalPermission[];
}

/** Access that the user gave beyond what installing gives: the address of EspoCRM, and notifications. */
export async function givenLater(): Promise<Given> {
  const { origins = [], permissions = [] } = await browser.permissions.getAll();
  const { host_permissions: hosts = [], content_scripts: scripts = [] } = browser.runtime.getManifest();
  const always = new Set([...hosts, ...scripts.flatMap(({ matches }) => matches)]);
  return {
    origins: origins.filter((origin) => !always.has(origin)),
    permissions: permissions.filter((one) => one === 'notifications'),
  };
}
