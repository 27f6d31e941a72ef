// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Envelope, MARK } from '../shared/messages';
import type { Badge } from '../shared/state';

const links = new Map<string, Badge>();
const sent: Envelope[] = [];
let tell: (message: unknown) => void = () => undefined;
let runtime: { id: string | undefined };

const link = (id: string, record: string) =>
  links.set(id, {
    type: 'Meeting',
    id: record,
    url: `https://crm.example.com/#Meeting/view/${record}`,
    label: `Record ${record}`,
  });

function tile(id: string): HTMLElement {
  const wrapper = document.createElement('div');
  wrapper.setAttribute('data-calitemid', id);
  const button = document.createElement('div');
  button.setAttribute('role', 'button');
  button.textContent = 'Subject';
  wrapper.append(button);
  return wrapper;
}

const settle = (ms = 60) => new Promise((resolve) => setTimeout(resolve, ms));
const surface = () => document.getElementById('surface') as HTMLElement;
const badges = () => [...document.querySelectorAll<HTMLAnchorElement>('[data-calitemid] > a')];
const shown = () => [...document.querySelectorAll('[data-calitemid]')].map((t) => t.getAttribute('data-espo-link'));

beforeEach(async () => {
  document.body.innerHTML = '<main id="surface"></main>';
  links.clear();
  sent.length = 0;
  runtime = { id: 'ours' };
  vi.stubGlobal('chrome', {
    runtime: Object.assign(runtime, {
      onMessage: { addListener: (listener: typeof tell) => void (tell = listener) },
      sendMessage: async (envelope: Envelope) => {
        sent.push(envelope);
        const { ids = [] } = envelope.request as { ids?: string[] };
        return {
          ok: true,
          answer: Object.fromEntries(ids.flatMap((id) => (links.has(id) ? [[id, links.get(id)]] : []))),
        };
      },
    }),
  });
  vi.resetModules();
  link('one', 'r1');
  link('two', 'r2');
  surface().append(tile('one'), tile('two'), tile('one'), tile('other'));
  await import('./index');
  await settle();
});

afterEach(() => {
  // Ends the script of this test: the page outlives it.
  runtime.id = undefined;
  document.dispatchEvent(new Event('visibilitychange'));
  vi.unstubAllGlobals();
});

it('marks the linked tiles, each piece of one event too, and leaves the others alone', () => {
  expect(shown()).toEqual(['Meeting/r1', 'Meeting/r2', 'Meeting/r1', null]);
  expect(badges()).toHaveLength(3);
  const [badge] = badges();
  expect(badge?.getAttribute('aria-label')).toBe('Open in EspoCRM: Record r1');
  expect(badge?.href).toBe('https://crm.example.com/#Meeting/view/r1');
  expect(badge?.target).toBe('_blank');
  expect(badge?.rel).toContain('noopener');
  expect(sent.filter((e) => e.name === 'badges.lookup').map((e) => e.request)).toEqual([
    { ids: ['one', 'two', 'other'] },
  ]);
});

it('paints re-created tiles at once, without a question', async () => {
  const questions = sent.length;
  surface().replaceChildren(tile('two'), tile('other'), tile('one'));
  await Promise.resolve();
  expect(shown()).toEqual(['Meeting/r2', null, 'Meeting/r1']);
  expect(badges().map((b) => b.title)).toEqual(['Open in EspoCRM: Record r2', 'Open in EspoCRM: Record r1']);
  await settle();
  expect(sent).toHaveLength(questions);
});

it('paints hundreds of re-created tiles, and nested ones', async () => {
  const ids = Array.from({ length: 300 }, (_, i) => (i % 2 ? 'one' : 'two'));
  const column = document.createElement('div');
  column.append(...ids.map(tile));
  surface().replaceChildren(column);
  await Promise.resolve();
  expect(badges()).toHaveLength(300);
  surface().replaceChildren(...ids.map(tile));
  await Promise.resolve();
  expect(badges()).toHaveLength(300);
});

it('follows the id of a node that is used for another event', async () => {
  const [first, second] = document.querySelectorAll('[data-calitemid]');
  first?.setAttribute('data-calitemid', 'two');
  second?.setAttribute('data-calitemid', 'other');
  await Promise.resolve();
  expect(shown().slice(0, 2)).toEqual(['Meeting/r2', null]);
  expect(badges().map((b) => b.title)).toEqual(['Open in EspoCRM: Record r2', 'Open in EspoCRM: Record r1']);
  first?.removeAttribute('data-calitemid');
  await Promise.resolve();
  expect(first?.hasAttribute('data-espo-link')).toBe(false);
  expect(first?.querySelector('a')).toBeNull();
});

it('takes badge and attribute away when the link goes, and shows a new name', async () => {
  links.delete('one');
  links.set('two', { type: 'Call', id: 'r9', url: 'https://crm.example.com/#Call/view/r9', label: 'Renamed' });
  tell({ mark: MARK, notice: 'links' });
  await settle(20);
  expect(shown()).toEqual([null, 'Call/r9', null, null]);
  expect(badges().map((b) => b.title)).toEqual(['Open in EspoCRM: Renamed']);
});

it('puts a badge back that the page dropped with the inside of a tile', async () => {
  const [first] = document.querySelectorAll('[data-calitemid]');
  first?.replaceChildren(document.createElement('span'));
  await settle();
  expect(first?.querySelectorAll('a')).toHaveLength(1);
});

it('keeps what is done to a badge from the tile, which would open its card', () => {
  const heard: string[] = [];
  for (const type of ['pointerdown', 'mousedown', 'click', 'keydown']) {
    surface().addEventListener(type, () => heard.push(type), true);
    const event = new Event(type, { bubbles: true, cancelable: true });
    badges()[0]?.dispatchEvent(event);
    // The link itself still works.
    expect(event.defaultPrevented).toBe(false);
    document.querySelector('[role=button]')?.dispatchEvent(new Event(type, { bubbles: true }));
  }
  expect(heard).toEqual(['pointerdown', 'mousedown', 'click', 'keydown']);
});

it('leads nowhere but to web addresses', async () => {
  links.set('evil', { type: 'Meeting', id: 'x', url: 'javascript:alert(1)', label: 'x' });
  surface().append(tile('evil'));
  await settle();
  expect(document.querySelector('[data-calitemid=evil] > a')?.hasAttribute('href')).toBe(false);
});

it('tells the worker that Outlook is seen, now and when the user comes back', () => {
  const seen = () => sent.filter((e) => e.name === 'outlook.seen').length;
  expect(seen()).toBe(1);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(seen()).toBe(2);
});

it('leaves no trace when the extension was updated under it', async () => {
  runtime.id = undefined;
  surface().append(tile('two'));
  await settle();
  expect(badges()).toHaveLength(0);
  expect(document.querySelector('[data-espo-link]')).toBeNull();
  expect(document.querySelector('style')).toBeNull();
});
