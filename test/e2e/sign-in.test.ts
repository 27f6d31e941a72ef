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
