import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dateIn } from '../days.ts';
import { linksOf } from '../sandbox/espo/links.ts';
import { cardScene, WEEK } from './card-scene.ts';
import type { Scene } from './harness.ts';
import type { OutlookPage } from './in-outlook.ts';
import { becomes, until } from './popup.ts';

/** The card and its quick actions by pointer, on the sandbox's page of Outlook, and what a script of that page can do with it: nothing. */
let scene: Scene;
let outlook: OutlookPage;
beforeAll(async () => {
  ({ scene, outlook } = await cardScene());
});
afterAll(() => scene?.close());

const row = (name: string) => scene.rowOf(name);
const notes = () => scene.stage.espo.control.dump('Note').map((note) => note['post']);
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

  it('does not open for a pointer that has gone meanwhile, and closes when its event goes from under it', async () => {
    await outlook.hover('Review');
    await outlook.page.waitForTimeout(230);
    await away();
    await outlook.page.waitForTimeout(1500);
    expect(await outlook.card()).toBe('');
    await outlook.hover('Review');
    await outlook.cardSays('Meeting: Review');
    // The node is used for another event: the card is none of its.
    await outlook.tile('Review').evaluate((tile) => tile.setAttribute('data-calitemid', 'another'));
    await outlook.cardCloses();
    await away();
    await outlook.go(WEEK);
    await outlook.hasState('Review', 'linked');
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
    await becomes(() => notes(), ['from the form']);
    // The form is still open, and its trap has pulled nothing away.
    expect(await outlook.page.locator('#ModalFocusTrapZone12').count()).toBe(1);
    await outlook.page.keyboard.press('Escape');
    await outlook.cardCloses();
    // The focus is where the card was asked for: on the line beside the form.
    expect(await outlook.focused('group')).toBe('Details');
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
    await outlook.go(WEEK);
    await outlook.hasState('Review', 'linked');
  });
});

describe('a script of the page', () => {
  it('reads nothing of the card, presses nothing, and forges nothing', async () => {
    await outlook.hasState('Review', 'linked');
    await outlook.hover('Review');
    await outlook.cardSays('Review');
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
    expect(notes()).toEqual(['from the form']);
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

  it('hears no letter that is written on the card, though it listened before the calendar was opened', async () => {
    await outlook.go('https://outlook.office.com/mail/?poll=0');
    await outlook.page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      const note = (event: Event) =>
        heard.push(`${event.type} ${(event as InputEvent).data ?? (event as KeyboardEvent).key}`);
      for (const type of ['keydown', 'keypress', 'beforeinput', 'textInput', 'input', 'change', 'paste', 'search'])
        for (const place of [window, document]) place.addEventListener(type, note, true);
    });
    await outlook.page.getByRole('button', { name: 'Calendar', exact: true }).click();
    await outlook.page.waitForSelector('[data-calitemid]');
    await outlook.page.evaluate((date) => {
      history.replaceState({}, '', `/calendar/view/week?date=${date}`);
      dispatchEvent(new PopStateEvent('popstate'));
    }, dateIn(3));
    await outlook.hasState('Review', 'linked');
    await away();
    await outlook.hover('Review');
    await outlook.press('Write a note…');
    await outlook.page.keyboard.type('secret');
    await outlook.page.keyboard.press('Enter');
    expect(await outlook.page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard.splice(0))).toEqual(
      [],
    );
    await outlook.page.keyboard.press('Escape');
    await outlook.page.keyboard.press('Escape');
    await outlook.cardCloses();
  });

  it('a press of the other button on a mark opens no record', async () => {
    await outlook.go(WEEK);
    await outlook.hasState('Review', 'linked');
    const { x, y } = await outlook.mark('Review');
    const pages = scene.chrome.context.pages().length;
    await outlook.page.mouse.click(x, y, { button: 'right' });
    await outlook.page.waitForTimeout(700);
    expect(scene.chrome.context.pages()).toHaveLength(pages);
    await away();
    await outlook.cardCloses();
  });
});
