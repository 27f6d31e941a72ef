// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { i18nOf } from '../../../test/surface/texts';
import type { CardView } from '../../shared/card';
import type { Envelope, Reply } from '../../shared/envelope';
import { Card } from './card';

/** What happens between a wish and its card: the pointer goes, the worker says no, the event goes. */
const NOTHING = { create: [], link: false, leaveOut: false, unlink: undefined, status: [], edit: false };
const VIEW: CardView = {
  ...{ state: 'leftOut', title: 'Free', reason: 'showsFree', record: null, differs: [], synced: null, waits: [] },
  ...{ orders: [], offers: { ...NOTHING, link: true } },
};
const at = { rect: () => new DOMRect(0, 0, 18, 18), near: document.body, focus: vi.fn<() => void>() };
const open = new WeakSet<Element>();
let answer: (envelope: Envelope) => Promise<Reply>;
let card: Card;
const lookUp = vi.fn<(id: string) => Promise<void>>();
const ok = (given: unknown): Promise<Reply> => Promise.resolve({ ok: true, answer: given });
const said = () => card.host.panel.textContent ?? '';
const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('chrome', {
    i18n: i18nOf('en'),
    runtime: { id: 'ours', sendMessage: (envelope: Envelope) => answer(envelope) },
  });
  // What this document does not know of popovers.
  Object.assign(HTMLElement.prototype, {
    showPopover(this: Element) {
      open.add(this);
    },
    hidePopover(this: Element) {
      open.delete(this);
    },
  });
  const matches = Element.prototype.matches;
  vi.spyOn(Element.prototype, 'matches').mockImplementation(function (this: Element, selector: string) {
    return selector === ':popover-open' ? open.has(this) : matches.call(this, selector);
  });
  lookUp.mockReset().mockResolvedValue();
  at.focus.mockReset();
  answer = () => ok(VIEW);
  card = new Card({ own: () => undefined, near: () => [], lookUp, ordered: () => undefined });
});
afterEach(() => {
  card.close();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a pointer', () => {
  it('that has gone before the worker has answered sees no card', async () => {
    let reply: (one: Reply) => void = () => undefined;
    answer = () => new Promise((resolve) => (reply = resolve));
    card.over('one', at);
    await wait(200);
    card.left();
    reply({ ok: true, answer: VIEW });
    await wait(2000);
    expect(card.host.open).toBe(false);
  });

  it('that comes back meanwhile sees it', async () => {
    answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return ok(VIEW);
    };
    card.over('one', at);
    await wait(200);
    card.left();
    card.over('one', at);
    await wait(1000);
    expect([card.host.open, said()]).toEqual([true, expect.stringContaining('Free')]);
  });
});

describe('an order that nobody takes', () => {
  const press = async (): Promise<void> => {
    await card.pin('one', at);
    await wait(500);
    answer = () => Promise.reject(new Error('nobody there'));
    const leave = [...card.host.panel.querySelectorAll('button')].find((one) => one.dataset['key'] === 'leaveOut');
    const { press: hand } = await import('./press');
    hand(leave ?? null);
    await wait(100);
  };

  it('leaves the tile as it is in truth, and what the card knew', async () => {
    answer = () => ok({ ...VIEW, offers: { ...NOTHING, leaveOut: true } });
    await press();
    expect(lookUp).toHaveBeenCalledWith('one');
    expect(said()).toContain('Free');
    expect(card.host.panel.querySelector('[role=alert]')).not.toBeNull();
  });
});

it('an event that is not known any more has no card', async () => {
  await card.pin('one', at);
  await wait(500);
  answer = () => Promise.resolve({ ok: false, error: { code: 'message.refused' } } as Reply);
  await card.again();
  expect(card.host.open).toBe(false);
});

it('the focus goes back to where the card was asked for, another card before it or not', async () => {
  const button = document.createElement('button');
  document.body.append(button);
  card.over('other', at);
  await wait(1000);
  button.focus();
  await card.pin('one', at);
  await wait(500);
  card.host.element.focus();
  vi.spyOn(document, 'activeElement', 'get').mockReturnValue(card.host.element);
  const focus = vi.spyOn(button, 'focus');
  card.close();
  expect(focus).toHaveBeenCalled();
  button.remove();
});
