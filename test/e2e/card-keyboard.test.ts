import axe from 'axe-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cardScene } from './card-scene.ts';
import type { Scene } from './harness.ts';
import type { OutlookPage } from './in-outlook.ts';
import { becomes, until } from './popup.ts';

/** The card by keyboard alone, in whatever window, and what axe says of it. */
let scene: Scene;
let outlook: OutlookPage;
beforeAll(async () => {
  ({ scene, outlook } = await cardScene());
});
afterAll(() => scene?.close());

const row = (name: string) => scene.rowOf(name);

it('the key opens the card of Outlook’s own focus, every action can be come to, Escape gives the focus back', async () => {
  await outlook.openByKey('Review');
  await outlook.cardSays('Alt+Shift+E');
  await outlook.tabTo('Open in EspoCRM');
  expect(await outlook.page.evaluate(() => document.activeElement?.getAttribute('popover'))).toBe('manual');
  await outlook.page.keyboard.press('Escape');
  await outlook.cardCloses();
  expect(await outlook.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toContain('Review');
  // No stop of its own on the way through the calendar.
  expect(await outlook.page.locator('[data-espo-state] [tabindex], [data-espo-state][tabindex]').count()).toBe(
    await outlook.page.locator('[data-espo-state] [role=button]').count(),
  );
});

it('writes a note, and Outlook’s shortcuts hear no letter of it', async () => {
  await outlook.page.evaluate(() => void (document.documentElement.dataset['heard'] = ''));
  await outlook.openByKey('Review');
  await outlook.tabTo('Write a note…');
  await outlook.page.keyboard.press('Enter');
  expect(await outlook.focused()).toBe('Note to the record');
  await outlook.page.keyboard.type('nine more');
  await outlook.tabTo('Write the note');
  await outlook.page.keyboard.press('Enter');
  await becomes(() => scene.stage.espo.control.dump('Note').map((note) => note['post']), ['nine more']);
  expect(await outlook.page.evaluate(() => document.documentElement.dataset['heard'])).toMatch(/^(Alt Shift )+$/);
  await outlook.page.keyboard.press('Escape');
  await outlook.cardCloses();
});

it('sets the parent', async () => {
  await outlook.openByKey('Keep');
  await outlook.tabTo('Set the parent…');
  await outlook.page.keyboard.press('Enter');
  await outlook.tabTo('Search by name');
  await outlook.page.keyboard.type('acm');
  await outlook.tabTo('Choose Acme');
  await outlook.page.keyboard.press('Enter');
  await until(
    async () => Boolean(row('Keep')['parentId']),
    () => 'no parent',
  );
  await outlook.cardSays('Acme (Account)');
  await outlook.page.keyboard.press('Escape');
});

it('answers what waits', async () => {
  scene.mailbox.updateEvent(scene.eventOf('Asks').id, { subject: 'Asks here' });
  scene.anna.update('Meeting', row('Asks').id, { name: 'Asks there' });
  await scene.sync();
  await outlook.page.bringToFront();
  await outlook.hasState('Asks here', 'needs');
  await outlook.openByKey('Asks here');
  await outlook.cardSays('It was changed on both sides.');
  await outlook.tabTo('Use the values from EspoCRM');
  await outlook.page.keyboard.press('Enter');
  await becomes(() => scene.subjects().includes('Asks there'), true);
  await outlook.hasState('Asks there', 'linked');
  await outlook.page.keyboard.press('Escape');
});

it('unlinks and keeps both; what deletes something is said before', async () => {
  await outlook.openByKey('Keep');
  await outlook.tabTo('Unlink…');
  await outlook.page.keyboard.press('Enter');
  await outlook.cardSays('If you delete: an undo makes it again as a new one');
  expect(await outlook.focused()).toBe('Unlink and keep both');
  await outlook.page.keyboard.press('Enter');
  await outlook.hasState('Keep', 'leftout');
  expect([scene.names().includes('Keep'), scene.subjects().includes('Keep')]).toEqual([true, true]);
  // What was pressed is gone: the keyboard is still in the card, and comes back to Outlook with Escape.
  expect(await outlook.focused()).toMatch(/^EspoCRM: /);
  await outlook.page.keyboard.press('Escape');
  await outlook.cardCloses();
  expect(await outlook.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toContain('Keep');
});

it('all answers stay in sight when the window is made so low that the card has to be scrolled, and when it is drawn anew', async () => {
  const inSight = () =>
    until(
      () => outlook.inSight('Cancel'),
      () => 'Cancel is out of sight',
    );
  await outlook.openByKey('Review');
  await outlook.tabTo('Unlink…');
  await outlook.page.keyboard.press('Enter');
  await inSight();
  await outlook.page.setViewportSize({ width: 1280, height: 330 });
  // The window is told of it a frame later.
  await outlook.page.waitForTimeout(300);
  await inSight();
  scene.mailbox.updateEvent(scene.eventOf('Later').id, { subject: 'Later on' });
  await scene.sync();
  await outlook.page.bringToFront();
  await outlook.page.waitForTimeout(1000);
  expect([await outlook.inSight('Cancel'), await outlook.focused()]).toEqual([true, 'Unlink and keep both']);
  await outlook.page.setViewportSize({ width: 1280, height: 900 });
  await outlook.page.keyboard.press('Escape');
  await outlook.page.keyboard.press('Escape');
  await outlook.cardCloses();
});

it('axe finds nothing, on the tiles and in the card', async () => {
  const violations = async (page: typeof outlook.page, include: string) => {
    await page.evaluate(axe.source);
    return page.evaluate(async (selector) => {
      const axe = (
        globalThis as unknown as {
          axe: { run(c: object, o: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        }
      ).axe;
      const { violations } = await axe.run(
        { include: [[selector]] },
        { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] },
      );
      return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))]);
    }, include);
  };
  expect(await violations(outlook.page, '[data-espo-state]')).toEqual([]);
  await outlook.hover('With people');
  await outlook.cardSays('Bob Ray');
  // With all that it may say: what could not be done, too.
  scene.stage.espo.control.faults.push({
    match: ({ method, url }) => method === 'POST' && url.endsWith('/Note'),
    status: 403,
    times: 1,
  });
  await outlook.press('Write a note…');
  await outlook.page.keyboard.type('refused');
  await outlook.press('Write the note');
  await outlook.cardSays('Try again');
  for (const theme of ['light', 'dark']) {
    const html = await outlook.inside<string>(
      `[...document.querySelectorAll('[popover]')].map((host) => chrome.dom.openOrClosedShadowRoot(host)).find((root) => root?.querySelector('.dialog')).innerHTML`,
    );
    const page = await scene.chrome.context.newPage();
    await page.setContent(
      `<!doctype html><html lang="en"><title>Card</title><main>${html.replace(/data-theme="\w+"/, `data-theme="${theme}"`).replaceAll('pointer-events', 'x-pointer')}</main></html>`,
    );
    expect([theme, await violations(page, '.dialog')]).toEqual([theme, []]);
    await page.close();
  }
});
