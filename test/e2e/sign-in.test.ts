import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Scene } from './harness.ts';
import { until } from './popup.ts';
import { APPLICATION } from './stage.ts';

/** How a sign-in to Microsoft can fail: the real library, the browser's own window, Entra ID's own answers. */
let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(() => scene?.close());
beforeEach(() => {
  scene.stage.entra.control.outcome = 'page';
});

/** Connects with whatever happens in the window; the code that the page then shows. */
async function fails(inWindow: (window: Page) => Promise<unknown>, application = APPLICATION): Promise<string> {
  const { chrome } = scene;
  await chrome.page();
  const act = (window: Page): void => void inWindow(window).catch(() => undefined);
  chrome.context.on('page', act);
  try {
    await expect(chrome.ask('outlook.connect', application)).rejects.toThrow('outlook.connect');
  } finally {
    chrome.context.off('page', act);
  }
  const { outlook } = await chrome.state();
  expect(outlook.state).toBe('disconnected');
  return outlook.error?.code ?? '';
}
const wait = async (): Promise<void> => undefined;

it('ms.windowClosed', async () => {
  expect(
    await fails((window) =>
      window
        .locator('#decline')
        .waitFor()
        .then(() => window.close()),
    ),
  ).toBe('ms.windowClosed');
});

it('ms.declined', async () => {
  expect(await fails((window) => window.locator('#decline').click())).toBe('ms.declined');
});

it('ms.adminConsent', async () => {
  const { control } = scene.stage.entra;
  control.usersMayConsent = false;
  const back = async (window: Page) => {
    await window.locator('#account-anna').click();
    await window.locator('#back').click();
  };
  expect(await fails(back)).toBe('ms.adminConsent');
  expect((await scene.chrome.state()).outlook.consentLink).toContain('/adminconsent?');
  control.usersMayConsent = true;
});

it('ms.unreachable: nobody answers at all', async () => {
  scene.stage.switches.entra.down = true;
  expect(await fails(wait)).toBe('ms.unreachable');
  scene.stage.switches.entra.down = false;
});

// Entra ID answers with an error page: the browser shows the window to nobody and says only that it could not be loaded.
it('ms.wrongTenant', async () => {
  const nowhere = { ...APPLICATION, tenantId: '99999999-2222-4333-8444-555555555555' };
  expect(await fails(wait, nowhere)).toBe('ms.wrongTenant');
});

it('an application that nobody registered is ms.wrongClient', async () => {
  const nothing = { ...APPLICATION, clientId: '99999999-0000-4000-8000-00000000c11e' };
  expect(await fails(wait, nothing)).toBe('ms.wrongClient');
});

it('ms.wrongClient', async () => {
  const { control } = scene.stage.entra;
  const app = control.apps.get(APPLICATION.clientId);
  if (!app) throw new Error('no application');
  // The address is registered, but for another platform.
  app.type = 'native';
  control.outcome = 'accept';
  expect(await fails(wait)).toBe('ms.wrongClient');
  app.type = 'spa';
});

it('and then it is signed in all the same', async () => {
  scene.stage.entra.control.outcome = 'accept';
  await scene.chrome.ask('outlook.connect', APPLICATION);
  await until(
    async () => (await scene.chrome.state()).outlook.state === 'connected',
    () => 'not connected',
  );
});
