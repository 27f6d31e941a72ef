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
  Object.assign(scene.stage.entra.control, { outcome: 'page', refusal: undefined });
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
  // It may have been "Need admin approval": nobody can know.
  expect((await scene.chrome.state()).outlook.consentLink).toContain('/adminconsent?');
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
it('ms.tenantUnknown', async () => {
  const nowhere = { ...APPLICATION, tenantId: '99999999-2222-4333-8444-555555555555' };
  expect(await fails(wait, nowhere)).toBe('ms.tenantUnknown');
  expect((await scene.chrome.state()).outlook.error?.names['tenant']).toBe(nowhere.tenantId);
});

it('an application that nobody registered is ms.wrongClient', async () => {
  const nothing = { ...APPLICATION, clientId: '99999999-0000-4000-8000-00000000c11e' };
  expect(await fails(wait, nothing)).toBe('ms.wrongClient');
});

it('an account of another directory, said by an error page, is ms.errorPage, not the application', async () => {
  const { control } = scene.stage.entra;
  control.outcome = 'accept';
  control.refusal = { code: 50020, as: 'errorPage' };
  expect(await fails(wait)).toBe('ms.errorPage');
});

it('ms.notSpa', async () => {
  const { control } = scene.stage.entra;
  const app = control.apps.get(APPLICATION.clientId);
  if (!app) throw new Error('no application');
  // The address is registered, but for another platform.
  app.type = 'native';
  control.outcome = 'accept';
  expect(await fails(wait)).toBe('ms.notSpa');
  expect((await scene.chrome.state()).outlook.error?.names['redirect']).toContain('.chromiumapp.org/');
  app.type = 'spa';
});

it.each([
  [53003, 'redirect', 'access_denied', 'ms.conditionalAccess'],
  [530003, 'redirect', 'interaction_required', 'ms.deviceNotAllowed'],
  [50105, 'token', 'invalid_grant', 'ms.notAssigned'],
  [90072, 'redirect', 'access_denied', 'ms.wrongTenant'],
] as const)('AADSTS%i by %s as %s is %s', async (code, as, error, expected) => {
  const { control } = scene.stage.entra;
  control.outcome = 'accept';
  control.refusal = { code, as, error };
  expect(await fails(wait)).toBe(expected);
  const page = await scene.chrome.page();
  const alert = page.getByRole('region', { name: 'Outlook' }).getByRole('alert');
  await alert.filter({ hasText: `AADSTS${code}` }).waitFor();
  expect(await alert.innerText()).not.toMatch(/Press Connect Outlook/);
});

it('can be given up: the card says what it waits for, and goes back', async () => {
  const page = await scene.chrome.page();
  await page.reload();
  const card = page.getByRole('region', { name: 'Outlook' });
  await card.getByRole('textbox', { name: 'Application (client) ID' }).fill(APPLICATION.clientId);
  await card.getByRole('textbox', { name: 'Directory (tenant) ID' }).fill(APPLICATION.tenantId);
  const opened = scene.chrome.context.waitForEvent('page');
  await card.getByRole('button', { name: 'Connect Outlook' }).click();
  const window = await opened;
  await window.locator('#account-anna').waitFor();
  await card.getByText('Finish the sign-in in Microsoft’s window').waitFor();
  await card.getByRole('button', { name: 'Cancel' }).click();
  await card.getByText('The sign-in was cancelled.').waitFor();
  expect((await scene.chrome.state()).outlook).toMatchObject({ state: 'disconnected', asking: false });
  // Whoever goes on in the window that is left changes nothing.
  await window.locator('#account-anna').click();
  await expect.poll(() => window.isClosed(), { timeout: 5_000 }).toBe(true);
  expect((await scene.chrome.state()).outlook.state).toBe('disconnected');
});

it('says beside the field what is no id, and opens nothing', async () => {
  const page = await scene.chrome.page();
  const tenant = page.getByRole('textbox', { name: 'Directory (tenant) ID' });
  await tenant.fill('contoso');
  await page.getByRole('button', { name: 'Connect Outlook' }).click();
  await page.getByText('This is no Directory (tenant) ID').waitFor();
  expect(await tenant.getAttribute('aria-invalid')).toBe('true');
  expect((await scene.chrome.state()).outlook.asking).toBe(false);
});

it('and then it is signed in all the same', async () => {
  scene.stage.entra.control.outcome = 'accept';
  await scene.chrome.ask('outlook.connect', APPLICATION);
  await until(
    async () => (await scene.chrome.state()).outlook.state === 'connected',
    () => 'not connected',
  );
});
