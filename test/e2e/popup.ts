/** The hands of a user on the extension's page: by roles and names only, as DESIGN's fixed words say. */
import type { Page } from 'playwright-core';
import type { View } from '../../src/popup/model/view.ts';
import type { AppState } from '../../src/shared/state.ts';
import type { Chrome } from './chrome.ts';
import { ANNA, APPLICATION, SITE } from './stage.ts';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Another view of the page. */
export async function go(chrome: Chrome, view: View): Promise<Page> {
  const page = await chrome.page();
  await page.bringToFront();
  await page.evaluate((name) => {
    location.hash = name;
  }, view);
  return page;
}

/** Clicks through Microsoft's pages in the window that opens, until it closes. */
async function signInAtMicrosoft(window: Page, oid: string): Promise<void> {
  const step = window.locator(`#account-${oid}, #accept`).first();
  while (!window.isClosed()) {
    try {
      await step.click({ timeout: 5_000 });
      await window.waitForLoadState('domcontentloaded', { timeout: 5_000 });
    } catch (error) {
      // The last click closes the window while we wait for the next page.
      if (window.isClosed()) return;
      throw error;
    }
  }
}

/** Does something that may open a sign-in window, and signs in there. */
export async function withSignIn(
  chrome: Chrome,
  act: () => Promise<void>,
  settled: () => Promise<boolean>,
): Promise<void> {
  let failure: unknown;
  const onPage = (window: Page) => {
    signInAtMicrosoft(window, chrome.user).catch((error: unknown) => {
      failure = error;
    });
  };
  chrome.context.on('page', onPage);
  try {
    await act();
    await until(settled, () => `sign-in: ${String(failure ?? 'nothing happened')}`, 20_000);
  } finally {
    chrome.context.off('page', onPage);
  }
}

/** Looks often at first, then less: what is looked at takes its share of the machine, too. */
export async function until(
  holds: () => Promise<boolean>,
  otherwise: () => string | Promise<string>,
  ms = 20_000,
): Promise<void> {
  const end = Date.now() + ms;
  for (let wait = 50; !(await holds()); wait = Math.min(wait * 1.5, 250)) {
    if (Date.now() > end) throw new Error(await otherwise());
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

export const becomes = (what: () => unknown, expected: unknown): Promise<void> =>
  until(
    async () => JSON.stringify(what()) === JSON.stringify(expected),
    () => `${JSON.stringify(what())} is not ${JSON.stringify(expected)}`,
  );

export async function connectOutlook(chrome: Chrome): Promise<void> {
  const page = await go(chrome, 'overview');
  await page.getByRole('textbox', { name: 'Application (client) ID' }).fill(APPLICATION.clientId);
  await page.getByRole('textbox', { name: 'Directory (tenant) ID' }).fill(APPLICATION.tenantId);
  await withSignIn(
    chrome,
    () => button(page, 'Connect Outlook').click(),
    async () => (await chrome.state()).outlook.state === 'connected',
  );
  await page.bringToFront();
  await button(page, 'Disconnect Outlook').waitFor();
}

export interface EspoLogin {
  address: string;
  userName: string;
  password: string;
}
export const annaAt = (address = 'crm.example.test'): EspoLogin => ({ ...ANNA, address });

/** Fills the fields in and presses the button; what comes of it is for the caller to look at. */
export async function submitEspo(chrome: Chrome, login: EspoLogin): Promise<void> {
  const page = await go(chrome, 'overview');
  await page.getByRole('textbox', { name: 'EspoCRM address' }).fill(login.address);
  await page.getByRole('textbox', { name: 'Username' }).fill(login.userName);
  await page.getByLabel('Password', { exact: true }).fill(login.password);
  await button(page, 'Connect EspoCRM').click();
}

export async function connectEspo(chrome: Chrome, login = annaAt(), pattern = `${SITE}/*`): Promise<void> {
  await chrome.allow(pattern);
  await submitEspo(chrome, login);
  await button(await chrome.page(), 'Disconnect EspoCRM').waitFor({ timeout: 20_000 });
}

export interface Choices {
  direction?: 'Two-way' | 'Outlook to EspoCRM' | 'EspoCRM to Outlook';
  /** Singular labels, with their identification label in Outlook. */
  entities?: Record<string, string>;
  calendars?: string[];
  removeOutlook?: boolean;
  removeEspo?: boolean;
}

/** Ticks, chooses and saves. Saving may ask Microsoft for more rights. */
export async function saveSettings(chrome: Chrome, choices: Choices): Promise<void> {
  const page = await go(chrome, 'settings');
  const { direction = 'Two-way', entities = {}, calendars = [] } = choices;
  await page.getByRole('combobox', { name: 'Direction' }).selectOption({ label: direction });
  for (const [name, label] of Object.entries(entities)) await addEntity(page, name, label);
  const others = page.getByRole('group', { name: 'Other Calendars' });
  for (const name of calendars) await others.getByRole('checkbox', { name, exact: true }).check();
  const removals = {
    'Remove Outlook event upon removal in EspoCRM': choices.removeOutlook,
    'Remove EspoCRM record upon removal in Outlook': choices.removeEspo,
  };
  for (const [name, on] of Object.entries(removals))
    if (on !== undefined) await page.getByRole('checkbox', { name }).setChecked(on);
  const on = page.getByRole('checkbox', { name: 'Outlook Calendar', exact: true });
  if (await on.isVisible()) await on.check();
  const wanted = DIRECTIONS[direction];
  await withSignIn(
    chrome,
    () => button(page, 'Save').click(),
    async () => (await chrome.state()).pair?.settings.direction === wanted,
  );
  await page.bringToFront();
  if ((await chrome.state()).pair?.settings.enabled) return;
  await on.check();
  await button(page, 'Save').click();
  await until(
    async () => (await chrome.state()).pair?.settings.enabled === true,
    () => 'the sync could not be switched on',
  );
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Settings by their names as the page shows them: a box, a date, what a select says, or the lines of a list. */
export type Chosen = Record<string, boolean | string | string[]>;

/** Unfolds everything, sets it and saves; `entity`: settings of that one. */
export async function choose(chrome: Chrome, chosen: Chosen, entity = ''): Promise<void> {
  const page = await go(chrome, 'settings');
  const form = page.getByRole('form', { name: 'Settings' });
  // A page just reloaded has nothing to unfold yet.
  await form.waitFor();
  const folded = form.locator('details:not([open]) > summary').first();
  while ((await folded.count()) > 0) await folded.click();
  const place = entity === '' ? form : form.getByRole('group', { name: entity, exact: true });
  for (const [name, value] of Object.entries(chosen)) {
    if (typeof value === 'boolean') await place.getByRole('checkbox', { name, exact: true }).setChecked(value);
    else if (typeof value === 'string' && DATE.test(value)) await place.getByLabel(name, { exact: true }).fill(value);
    else if (typeof value === 'string')
      await place.getByRole('combobox', { name, exact: true }).selectOption({ label: value });
    else await place.getByRole('textbox', { name, exact: true }).fill(value.join('\n'));
  }
  await button(page, 'Save').click();
  // What changes much is asked about once more.
  const question = page.getByRole('dialog');
  const saved = form.getByText('Saved', { exact: true });
  await question.or(saved).first().waitFor();
  if (await question.isVisible()) await button(page, 'Save').last().click();
  await saved.waitFor();
}

const DIRECTIONS = {
  'Two-way': 'both',
  'Outlook to EspoCRM': 'outlookToEspo',
  'EspoCRM to Outlook': 'espoToOutlook',
} as const;

async function addEntity(page: Page, name: string, label: string): Promise<void> {
  const group = page.getByRole('group', { name: 'Sync Entities and Identification Labels' });
  const field = group.getByRole('textbox', { name: `${name} label` });
  if (!(await field.isVisible())) {
    const select = group.getByRole('combobox');
    if (await select.isVisible()) await select.selectOption({ label: name });
    await group.getByRole('button', { name: 'Add', exact: true }).click();
    await field.waitFor();
  }
  await field.fill(label);
}

/** Presses the button and waits for the end of that run; how it ended is in the answer. */
export async function sync(chrome: Chrome, press: 'Start' | 'Sync now' = 'Sync now', ms = 60_000): Promise<AppState> {
  const page = await go(chrome, 'overview');
  const before = (await chrome.state()).sync.last?.at ?? 0;
  await button(page, press).click();
  let state = await chrome.state();
  await until(
    async () => {
      state = await chrome.state();
      return !state.sync.running && (state.sync.last?.at ?? 0) > before;
    },
    () => `no end of the run: ${JSON.stringify(state.sync)}`,
    ms,
  );
  return state;
}

/** What the status region says. */
export async function status(chrome: Chrome): Promise<string> {
  return (await (await go(chrome, 'overview')).getByRole('status').first().innerText()).trim();
}

/** Takes a side apart: asked once more. */
export async function disconnect(chrome: Chrome, side: 'Outlook' | 'EspoCRM'): Promise<void> {
  const page = await go(chrome, 'overview');
  await button(page, `Disconnect ${side}`).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `Disconnect ${side}`, exact: true })
    .click();
}

/**
 * From an empty profile to settings that are saved, by what the buttons send: main-path, setup and sign-in press them, and to draw the
 * forms again in each file takes a third of the time to connect. Choices of more than a direction are made on the page.
 */
export async function connectBoth(chrome: Chrome, choices: Choices = {}, login = annaAt()): Promise<void> {
  const { direction = 'Two-way', ...more } = choices;
  await withSignIn(
    chrome,
    async () => void (await chrome.ask('outlook.connect', APPLICATION)),
    async () => (await chrome.state()).outlook.state === 'connected',
  );
  await chrome.allow(`${SITE}/*`);
  const page = await chrome.page();
  await page.evaluate(
    (host) =>
      (chrome as unknown as { permissions: { request(of: object): Promise<boolean> } }).permissions.request({
        origins: [host],
      }),
    `${SITE}/*`,
  );
  const { pair, espo } = await chrome.ask('espo.connect', {
    ...{ address: login.address, username: login.userName, password: login.password },
    ...{ code: '', stayConnected: true },
  });
  if (!pair) throw new Error(`EspoCRM is not connected: ${JSON.stringify(espo)}`);
  if (Object.keys(more).length > 0) return saveSettings(chrome, choices);
  const settings = { ...pair.settings, direction: DIRECTIONS[direction], enabled: true };
  await withSignIn(
    chrome,
    async () => void (await chrome.ask('settings.save', { settings })),
    async () => (await chrome.state()).pair?.settings.enabled === true,
  );
  await page.bringToFront();
}
