import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linksOf } from '../sandbox/espo/links.ts';
import { Scene } from './harness.ts';
import { OutlookPage } from './in-outlook.ts';
import { dateIn } from './office.ts';
import { choose, until } from './popup.ts';

/** The card and its quick actions, by pointer and by keyboard, on the sandbox's page of Outlook. */
let scene: Scene;
let outlook: OutlookPage;
const week = `view/week?date=${dateIn(3)}&poll=300`;
const hour = (at: string, more: Record<string, unknown> = {}) => ({
  start: { dateTime: `${dateIn(3)}T${at}:00:00`, timeZone: 'UTC' },
  end: { dateTime: `${dateIn(3)}T${at}:45:00`, timeZone: 'UTC' },
  ...more,
});
const guest = { type: 'required', emailAddress: { name: 'Eve New', address: 'eve@customer.example' } };

beforeAll(async () => {
  scene = await Scene.connected({ direction: 'Two-way' });
  await choose(scene.chrome, { 'Leave out events shown as free': true, Conflicts: 'Ask me' });
  const acme = scene.anna.create('Account', { name: 'Acme' });
  scene.anna.create('Contact', {
    firstName: 'Bob',
    lastName: 'Ray',
    emailAddress: 'bob@customer.example',
    accountId: acme.id,
  });
  const bob = { type: 'required', emailAddress: { name: 'Bob Ray', address: 'bob@customer.example' } };
  scene.event('Review', 3, hour('05'));
  scene.event('With people', 3, hour('06', { attendees: [bob, guest] }));
  scene.event('Free', 3, hour('07', { showAs: 'free', attendees: [bob] }));
  scene.event('Asks', 3, hour('08'));
  scene.event('Keep', 3, hour('09'));
  scene.event('Later', 3, hour('10', { showAs: 'free' }));
  await scene.sync();
  outlook = await OutlookPage.open(scene, week);
  await outlook.hasState('Review', 'linked');
});
afterAll(() => scene?.close());

const row = (name: string) => scene.rowOf(name);
const becomes = (what: () => unknown, expected: unknown) =>
  until(
    async () => JSON.stringify(what()) === JSON.stringify(expected),
    () => `${JSON.stringify(what())} is not ${JSON.stringify(expected)}`,
  );
/** As Outlook does it: its own focus stands on the tile. */
const focus = (subject: string) => outlook.tile(subject).locator('[role=button]').focus();
const KEY = 'Alt+Shift+E';
const away = () => outlook.page.mouse.move(700, 880);

describe('by pointer', () => {
  it('opens over a mark, stays under the pointer, and goes with it or with Escape', async () => {
    const asked = scene.stage.espo.control.log.length;
    await outlook.hover('Review');
    const said = await outlook.cardSays('Planned');
    for (const text of ['Meeting: Review', 'Linked', 'Assigned to', 'Anna Berg', 'Last written Outlook → EspoCRM'])
      expect(said).toContain(text);
    // One question for all that is on the page: another card costs none.
    const once = scene.stage.espo.control.log.length;
    expect(once).toBeGreaterThan(asked);
    await away();
    await outlook.cardCloses();
    await outlook.hover('With people');
    await outlook.cardSays('Bob Ray');
    const requests = scene.stage.espo.control.log.slice(once).filter(({ path }) => /\/Meeting\?/.test(path));
    expect(requests).toEqual([]);
    await outlook.page.keyboard.press('Escape');
    await outlook.cardCloses();
  });

  it('a press on a badge opens its record, and not Outlook’s own card', async () => {
    const { x, y } = await outlook.mark('Review');
    const opened = scene.chrome.context.waitForEvent('page');
    await outlook.page.mouse.click(x, y);
    const record = await opened;
    expect(record.url()).toBe(`https://crm.example.test/#Meeting/view/${row('Review').id}`);
    await record.close();
    expect(await outlook.page.locator('[data-app-section=CalendarItemPeek]').count()).toBe(0);
    await outlook.tile('Review').click({ position: { x: 30, y: 12 } });
    await outlook.page.locator('[data-app-section=CalendarItemPeek]').waitFor();
    await outlook.page.keyboard.press('Escape');
  });

  it('marks as Held, shows it at once, and EspoCRM has it', async () => {
    await away();
    await outlook.hover('Review');
    await outlook.press('Mark as Held');
    await outlook.hasState('Review', 'waiting');
    await becomes(() => row('Review')['status'], 'Held');
    await outlook.hasState('Review', 'linked');
    await outlook.cardSays('Held');
    await outlook.page.mouse.click(700, 880);
    await outlook.cardCloses();
  });

  it('makes a record of an event that is left out, under the account that all share', async () => {
    await outlook.hasState('Free', 'leftout');
    await outlook.hover('Free');
    await outlook.cardSays('It shows you as free.');
    await outlook.press('Create Meeting under Acme');
    await outlook.hasState('Free', 'linked');
    expect(row('Free')['parentName'] ?? row('Free')['parentId']).toBeTruthy();
    await outlook.page.keyboard.press('Escape');
  });

  it('adds somebody unknown as a Contact, and puts them on the record', async () => {
    await away();
    await outlook.hover('With people');
    await outlook.cardSays('eve@customer.example');
    await outlook.press('Add eve@customer.example as Contact');
    await until(
      async () => linksOf(row('With people') as never, 'contacts').length === 2,
      () => 'Eve is not on the record',
    );
    await outlook.cardSays('Eve New');
    await outlook.page.keyboard.press('Escape');
  });

  it('links to a record that was searched, those at the same time first', async () => {
    const when = {
      dateStart: `${dateIn(3)} 10:00:00`,
      dateEnd: `${dateIn(3)} 10:45:00`,
      assignedUserId: scene.anna.id,
    };
    const other = scene.anna.create('Meeting', { name: 'Later', ...when });
    await away();
    await outlook.hover('Later');
    await outlook.press('Link to a record…');
    await outlook.press('Search by name');
    await outlook.page.keyboard.type('lat');
    await outlook.press('Link to Later (Meeting');
    await outlook.hasState('Later', 'linked');
    expect(await outlook.tile('Later').getAttribute('data-espo-link')).toBe(`Meeting/${other.id}`);
    expect(scene.names().filter((name) => name === 'Later')).toHaveLength(1);
    await outlook.page.keyboard.press('Escape');
  });
});

describe('by keyboard', () => {
  it('the key opens the card of Outlook’s own focus, every action can be come to, Escape gives the focus back', async () => {
    await away();
    await focus('Review');
    await outlook.page.keyboard.press(KEY);
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
    await focus('Review');
    await outlook.page.evaluate(() => void (document.documentElement.dataset['heard'] = ''));
    await outlook.page.keyboard.press(KEY);
    await outlook.tabTo('Write a note…');
    await outlook.page.keyboard.press('Enter');
    expect(await outlook.focused()).toBe('Note to the record');
    await outlook.page.keyboard.type('nine more');
    await outlook.tabTo('Write the note');
    await outlook.page.keyboard.press('Enter');
    await becomes(() => scene.stage.espo.control.dump('Note').map((note) => note['post']), ['nine more']);
    expect(await outlook.page.evaluate(() => document.documentElement.dataset['heard'])).toBe('Alt Shift ');
    await outlook.page.keyboard.press('Escape');
    await outlook.cardCloses();
  });

  it('sets the parent', async () => {
    await focus('Keep');
    await outlook.page.keyboard.press(KEY);
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
    await focus('Asks here');
    await outlook.page.keyboard.press(KEY);
    await outlook.cardSays('It was changed on both sides.');
    await outlook.tabTo('Use the values from EspoCRM');
    await outlook.page.keyboard.press('Enter');
    await becomes(() => scene.subjects().includes('Asks there'), true);
    await outlook.hasState('Asks there', 'linked');
    await outlook.page.keyboard.press('Escape');
  });

  it('unlinks and keeps both; what deletes something is said before', async () => {
    await focus('Keep');
    await outlook.page.keyboard.press(KEY);
    await outlook.cardSays('Keep');
    await outlook.page.setViewportSize({ width: 1280, height: 480 });
    await outlook.tabTo('Unlink…');
    await outlook.page.keyboard.press('Enter');
    await outlook.cardSays('An undo makes it again as a new one');
    expect(await outlook.focused()).toBe('Unlink and keep both');
    // In a window so low that the card has to be scrolled, all answers are in sight.
    await until(
      () => outlook.inSight('Cancel'),
      () => 'Cancel is out of sight',
    );
    await outlook.page.setViewportSize({ width: 1280, height: 900 });
    await outlook.page.keyboard.press('Enter');
    await outlook.hasState('Keep', 'leftout');
    expect([scene.names().includes('Keep'), scene.subjects().includes('Keep')]).toEqual([true, true]);
    await outlook.page.keyboard.press('Escape');
  });
});

describe('in what Outlook opens of an event', () => {
  it('one line stands beside the peek and the form, and the card works inside the form’s focus trap', async () => {
    await outlook.page.mouse.click(700, 880);
    await outlook.tile('Review').click({ position: { x: 30, y: 12 } });
    await outlook.cardSays('Review', 'group');
    await outlook.page.getByRole('button', { name: 'View event' }).click();
    await outlook.page.locator('#ModalFocusTrapZone12').waitFor();
    await outlook.cardSays('Linked', 'group');
    await outlook.press('Details', 'group');
    await outlook.cardSays('Meeting: Review');
    await outlook.press('Write a note…');
    await outlook.page.keyboard.type('from the form');
    await outlook.press('Write the note');
    await becomes(() => scene.stage.espo.control.dump('Note').length, 2);
    // The form is still open, and its trap has pulled nothing away.
    expect(await outlook.page.locator('#ModalFocusTrapZone12').count()).toBe(1);
    await outlook.page.keyboard.press('Escape');
    await outlook.cardCloses();
    await outlook.page.locator('#ModalFocusTrapZone12 .close').click();
    await until(
      async () => (await outlook.card('group')) === '',
      () => 'the line stays',
    );
  });

  it('and in the tab of its own, known by its address, in either form of ids', async () => {
    for (const ids of ['immutable', 'default'] as const) {
      await outlook.go(`item/${encodeURIComponent(outlook.id('Review', ids))}`);
      await outlook.cardSays('Review', 'group');
      await outlook.press('Details', 'group');
      await outlook.cardSays('Meeting: Review');
    }
    await outlook.go(week);
    await outlook.hasState('Review', 'linked');
  });
});

describe('while the user looks on', () => {
  it('an edit in Outlook is in EspoCRM within five seconds', async () => {
    const page = await scene.chrome.page();
    await page.bringToFront();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await until(
      async () => !(await scene.chrome.state()).sync.running && (await scene.chrome.state()).pair?.started === true,
      () => 'not started',
    );
    await outlook.page.bringToFront();
    await outlook.page.waitForTimeout(2500);
    const times: number[] = [];
    for (const [act, holds] of [
      [
        () => void scene.mailbox.updateEvent(scene.eventOf('Review').id, { subject: 'Review 2' }),
        () => scene.names().includes('Review 2'),
      ],
      [() => void scene.event('Brand new', 3, hour('12')), () => scene.names().includes('Brand new')],
      [
        () => void scene.mailbox.updateEvent(scene.eventOf('Brand new').id, hour('14')),
        () => String(row('Brand new')['dateStart']).includes(' 14:'),
      ],
      [() => void scene.mailbox.deleteEvent(scene.eventOf('Brand new').id), () => !scene.names().includes('Brand new')],
    ] as const) {
      act();
      const from = Date.now();
      await until(
        async () => holds(),
        () => `not carried over: ${times.length}`,
        8000,
      );
      times.push(Date.now() - from);
    }
    expect(Math.max(...times)).toBeLessThan(5000);
  });

  it('coming back to the tab brings what has changed in EspoCRM within three seconds', async () => {
    scene.anna.update('Meeting', row('Review 2').id, { name: 'Review 3' });
    // Without a display every tab is visible all the time: what the browser tells of a return is told by hand.
    await outlook.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    const from = Date.now();
    await until(
      async () => scene.subjects().includes('Review 3'),
      () => 'nothing came',
      8000,
    );
    expect(Date.now() - from).toBeLessThan(3000);
  });
});

describe('a script of the page', () => {
  it('reads nothing of the card, presses nothing, and forges nothing', async () => {
    await outlook.hasState('Review 3', 'linked');
    await outlook.hover('Review 3');
    await outlook.cardSays('Review 3');
    const got = await outlook.page.evaluate(async () => {
      const heard: string[] = [];
      for (const type of ['keydown', 'input', 'beforeinput', 'click', 'pointerdown', 'focusin', 'copy'])
        addEventListener(type, (event) => heard.push(`${type} ${(event as InputEvent).data ?? ''}`), true);
      const host = document.querySelector('[popover]') as HTMLElement;
      const texts = [host.shadowRoot, host.innerText, host.textContent, host.innerHTML, getSelection()?.toString()];
      host.click();
      host.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: 400, clientY: 400 }));
      const box = host.getBoundingClientRect();
      // A tile of its own making, with all that ours have.
      const forged = document.createElement('div');
      forged.setAttribute('data-espo-state', 'linked');
      forged.setAttribute('data-espo-link', 'Meeting/forged');
      document.body.append(forged);
      forged.click();
      window.postMessage({ mark: 'espocrm-outlook-calendar', name: 'card.act', request: {} }, '*');
      const api = (globalThis as { chrome?: { runtime?: unknown } }).chrome?.runtime;
      await new Promise((resolve) => setTimeout(resolve, 200));
      forged.remove();
      return {
        texts,
        api: api === undefined,
        size: [box.width, box.height],
        globals: Object.keys(window).filter((name) => /espo/i.test(name)),
        heard,
      };
    });
    expect(got).toMatchObject({ texts: [null, '', '', '', ''], api: true, size: [0, 0], globals: [] });
    await outlook.press('Write a note…');
    await outlook.page.keyboard.type('secret');
    expect(
      await outlook.page.evaluate(
        () => document.documentElement.innerHTML.includes('secret') || document.body.innerText.includes('Write a note'),
      ),
    ).toBe(false);
    await outlook.page.keyboard.press('Escape');
    await outlook.page.keyboard.press('Escape');
    expect(scene.stage.espo.control.dump('Note')).toHaveLength(2);
    // No address of ours is there to be fetched or recognised.
    expect(
      await outlook.page.evaluate(() =>
        fetch('chrome-extension://lnikcehoaffmbipkmjblbmipilfogghn/src/content/index.js').then(
          () => 'got it',
          () => 'refused',
        ),
      ),
    ).toBe('refused');
  });
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
