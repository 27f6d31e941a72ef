// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { i18nOf } from '../../test/surface/texts';
import type { Badge } from '../shared/card';
import { type Envelope, MARK } from '../shared/envelope';
import { Host } from './card/host';
import { Voice } from './look/voice';

const links = new Map<string, Badge>();
const sent: Envelope[] = [];
let privateToo = false;
let tell: (message: unknown) => void = () => undefined;
let runtime: { id: string | undefined };

const link = (id: string, record: string, more: Partial<Badge> = {}) =>
  links.set(id, {
    state: 'linked',
    type: 'Meeting',
    id: record,
    url: `https://crm.example.com/#Meeting/view/${record}`,
    label: `Record ${record}`,
    title: 'Subject',
    ...more,
  });

function tile(id: string, isPrivate = false): HTMLElement {
  const wrapper = document.createElement('div');
  wrapper.setAttribute('data-calitemid', id);
  const button = document.createElement('div');
  button.setAttribute('role', 'button');
  button.setAttribute('aria-label', 'Subject, 10:00 to 11:00');
  button.setAttribute('title', 'Subject\n10:00 to 11:00');
  button.textContent = 'Subject';
  if (isPrivate) {
    const icon = document.createElement('i');
    icon.setAttribute('data-icon-name', 'LockClosedRegular');
    button.append(icon);
  }
  wrapper.append(button);
  return wrapper;
}

const settle = (ms = 60) => new Promise((resolve) => setTimeout(resolve, ms));
const surface = () => document.getElementById('surface') as HTMLElement;
const attributes = (name: string) =>
  [...document.querySelectorAll('[data-calitemid]')].map((t) => t.getAttribute(name));
const shown = () => attributes('data-espo-link');
const states = () => attributes('data-espo-state');
const asked = () => sent.filter((e) => e.name === 'badges.lookup').map((e) => (e.request as { ids: string[] }).ids);
const goTo = (path: string) => window.happyDOM.setURL(`https://outlook.office.com${path}`);

async function start(path = '/calendar/view/week'): Promise<void> {
  goTo(path);
  vi.resetModules();
  await import('./index');
  await settle();
}

declare global {
  interface Window {
    happyDOM: { setURL(url: string): void };
  }
}

beforeEach(() => {
  document.body.innerHTML = '<main id="surface" data-app-section="CalendarModuleSurface"></main>';
  links.clear();
  sent.length = 0;
  privateToo = false;
  runtime = { id: 'ours' };
  vi.stubGlobal('chrome', {
    i18n: i18nOf(),
    runtime: Object.assign(runtime, {
      onMessage: { addListener: (listener: typeof tell) => void (tell = listener) },
      sendMessage: async (envelope: Envelope) => {
        sent.push(envelope);
        if (envelope.name !== 'badges.lookup') return { ok: true, answer: envelope.name === 'outlook.known' ? [] : {} };
        const { ids = [] } = envelope.request as { ids?: string[] };
        const badges = Object.fromEntries(ids.flatMap((id) => (links.has(id) ? [[id, links.get(id)]] : [])));
        return { ok: true, answer: { badges, privateToo } };
      },
    }),
  });
  link('one', 'r1');
  link('two', 'r2', { state: 'differs' });
  link('none', '', { state: 'none', id: '', type: '' });
  surface().append(tile('one'), tile('two'), tile('one'), tile('other'), tile('none'));
});

afterEach(() => {
  // Ends the script of this test: the page outlives it.
  runtime.id = undefined;
  document.dispatchEvent(new Event('visibilitychange'));
  vi.unstubAllGlobals();
});

it('marks tiles with their state, each piece of one event too, and leaves what is unknown alone', async () => {
  await start();
  expect(shown()).toEqual(['Meeting/r1', 'Meeting/r2', 'Meeting/r1', null, null]);
  expect(states()).toEqual(['linked', 'differs', 'linked', null, 'none']);
  expect(asked()).toEqual([['one', 'two', 'other', 'none']]);
  // Attributes only: nothing of ours stands where Outlook renders.
  expect(surface().querySelectorAll(':not([data-calitemid], [role=button])')).toHaveLength(0);
});

it('paints re-created tiles at once, without a question', async () => {
  await start();
  const questions = asked().length;
  surface().replaceChildren(tile('two'), tile('other'), tile('one'));
  await Promise.resolve();
  expect(shown()).toEqual(['Meeting/r2', null, 'Meeting/r1']);
  const column = document.createElement('div');
  column.append(...Array.from({ length: 300 }, (_, i) => tile(i % 2 ? 'one' : 'two')));
  surface().replaceChildren(column);
  await Promise.resolve();
  expect(shown().filter(Boolean)).toHaveLength(300);
  await settle();
  expect(asked()).toHaveLength(questions);
});

it('follows the id of a node that is used for another event', async () => {
  await start();
  const [first, second] = document.querySelectorAll('[data-calitemid]');
  first?.setAttribute('data-calitemid', 'two');
  second?.setAttribute('data-calitemid', 'other');
  await Promise.resolve();
  expect(shown().slice(0, 2)).toEqual(['Meeting/r2', null]);
  first?.removeAttribute('data-calitemid');
  await Promise.resolve();
  expect([first?.hasAttribute('data-espo-link'), first?.hasAttribute('data-espo-state')]).toEqual([false, false]);
});

it('takes the mark away when the link goes, and shows another record', async () => {
  await start();
  links.delete('one');
  link('two', 'r9', { type: 'Call', state: 'needs' });
  tell({ mark: MARK, notice: 'links' });
  await settle(20);
  expect(shown()).toEqual([null, 'Call/r9', null, null, null]);
  expect(states()).toEqual([null, 'needs', null, null, 'none']);
});

it('looks nothing up for private events, unless the user wants them synced', async () => {
  link('secret', 'r3');
  surface().replaceChildren(tile('one'), tile('secret', true));
  await start();
  expect([states(), shown(), asked()]).toEqual([['linked', 'private'], ['Meeting/r1', null], [['one']]]);
  privateToo = true;
  tell({ mark: MARK, notice: 'links' });
  await settle();
  expect([states(), shown()]).toEqual([
    ['linked', 'linked'],
    ['Meeting/r1', 'Meeting/r3'],
  ]);
});

it('looks nothing up for private events when the links change, nor when Outlook opens one of them', async () => {
  link('secret', 'r3');
  const secret = tile('secret', true);
  surface().replaceChildren(tile('one'), secret);
  await start();
  tell({ mark: MARK, notice: 'links' });
  await settle();
  secret.querySelector('[role=button]')?.setAttribute('title', 'Mine\n10:00 to 11:00');
  const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true });
  Object.defineProperty(enter, 'isTrusted', { value: true });
  secret.firstElementChild?.dispatchEvent(enter);
  // The card that opens need not say that it is private: its tile did.
  document.body.insertAdjacentHTML('beforeend', '<div data-app-section="CalendarItemPeek"><b>Mine</b></div>');
  await settle(500);
  expect(asked().flat()).not.toContain('secret');
  expect(states()).toEqual(['linked', 'private']);
});

it('knows that private events are wanted where there are no others', async () => {
  link('secret', 'r3');
  privateToo = true;
  surface().replaceChildren(tile('secret', true));
  await start();
  expect(states()).toEqual(['linked']);
});

it('paints nothing any more after it has gone, whatever was still asked for', async () => {
  let answerLate: () => void = () => undefined;
  const { sendMessage } = (chrome as unknown as { runtime: { sendMessage(e: Envelope): Promise<unknown> } }).runtime;
  Object.assign(runtime, {
    sendMessage: async (envelope: Envelope) => {
      if (envelope.name === 'badges.lookup') await new Promise<void>((resolve) => (answerLate = resolve));
      return sendMessage(envelope);
    },
  });
  await start();
  goTo('/mail/');
  await settle(1200);
  answerLate();
  await settle();
  expect(states()).toEqual([null, null, null, null, null]);
});

it('looks at nothing until Outlook shows its calendar, and at nothing any more when it shows mail again', async () => {
  await start('/mail/');
  expect([sent, states()]).toEqual([[], [null, null, null, null, null]]);
  goTo('/calendar/view/week');
  await settle(1200);
  expect(states()).toEqual(['linked', 'differs', 'linked', null, 'none']);
  expect(sent.map(({ name }) => name)).toContain('outlook.seen');
  goTo('/mail/');
  await settle(1200);
  expect(states()).toEqual([null, null, null, null, null]);
  const before = sent.length;
  surface().append(tile('two'));
  await settle();
  expect([sent.length, states().at(-1)]).toEqual([before, null]);
});

it('tells the worker that Outlook is seen, now and when the user comes back', async () => {
  await start();
  const seen = () => sent.filter((e) => e.name === 'outlook.seen').length;
  expect(seen()).toBe(1);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(seen()).toBe(2);
});

it('tells the worker of tiles that came, went or say something else, and not of others', async () => {
  document.body.insertAdjacentHTML('afterbegin', '<div data-column-date="2026-11-23"></div>');
  await start();
  await settle(2600);
  const changed = () =>
    sent.filter((e) => e.name === 'outlook.changed').map((e) => (e.request as { ids: string[] }).ids);
  surface().replaceChildren(...['one', 'two', 'one', 'other', 'none'].map((id) => tile(id)));
  await settle(500);
  expect(changed()).toEqual([]);
  document.querySelector('[role=button]')?.setAttribute('aria-label', 'Subject, 11:00 to 12:00');
  const moved = tile('two');
  moved.firstElementChild?.setAttribute('title', 'Renamed\n10:00 to 11:00');
  surface().replaceChildren(tile('one'), moved, tile('other'), tile('none'), tile('new'));
  await settle(500);
  expect(changed()).toEqual([['two', 'new']]);
  surface().replaceChildren(tile('one'), tile('other'), tile('none'), tile('new'));
  await settle(500);
  expect(changed().at(-1)).toEqual(['two']);
  // Other days are shown: nothing was edited.
  document.querySelector('[data-column-date]')?.setAttribute('data-column-date', '2026-11-30');
  surface().replaceChildren(tile('two'));
  await settle(500);
  expect(changed()).toHaveLength(2);
}, 10_000);

it('leaves no trace when the extension was updated under it', async () => {
  await start();
  runtime.id = undefined;
  surface().append(tile('two'));
  await settle();
  expect(document.querySelector('[data-espo-link], [data-espo-state], [popover]')).toBeNull();
});

it('takes away what the script of an earlier version could not any more', async () => {
  const card = new Host('dialog', () => undefined).element;
  document.body.append(card);
  new Voice().soon('Linked');
  const before = document.body.childElementCount;
  await start();
  expect(card.isConnected).toBe(false);
  expect(document.body.childElementCount).toBe(before - 2);
});

it('notices an update by itself', async () => {
  await start();
  runtime.id = undefined;
  await settle(1200);
  expect(states()).toEqual([null, null, null, null, null]);
});
