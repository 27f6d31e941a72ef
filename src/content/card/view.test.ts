// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { choiceOf, need } from '../../../test/surface/fixture-lists';
import { i18nOf, LANGUAGES, type LanguageName, messagesOf } from '../../../test/surface/texts';
import type { Act, OrderView } from '../../shared/card';
import type { NeedsItem } from '../../shared/needs';
import { moment, valueText } from '../../shared/words';
import { Host } from './host';
import { press } from './press';
import { differsPart, ordersPart, stateLine, syncedPart, waitsPart } from './view';

const order = (act: OrderView['act'], failed: OrderView['failed'], waits = false): OrderView => ({
  id: act,
  act,
  failed,
  waits,
});
const VIEW = {
  state: 'leftOut',
  title: '',
  reason: 'showsFree',
  record: null,
  differs: [{ field: 'status', outlook: 'cancelled', espo: '' }],
  synced: { at: 0, to: 'espo' },
  waits: [need()],
  orders: [order('create', null), order('note', null, true), order('person', { code: 'refused', detail: 'namesake' })],
  offers: { create: [], link: false, leaveOut: false, unlink: undefined, status: [], edit: false },
} as const;

function drawn(): string {
  const view = structuredClone(VIEW) as never;
  const parts = [stateLine(view), ...waitsPart(view, vi.fn()), ...ordersPart(view, vi.fn()), ...differsPart(view)];
  const box = document.createElement('div');
  box.append(...[...parts, ...syncedPart(view)].filter((part): part is Node => part instanceof Node));
  return (box.textContent ?? '').replace(/[\u2066-\u2069]/g, '');
}

describe('the card', () => {
  it.each(LANGUAGES)('speaks the language of the browser: %s', (language: LanguageName) => {
    vi.stubGlobal('chrome', { i18n: i18nOf(language) });
    const texts = messagesOf(language);
    const said = drawn();
    for (const key of ['tile_leftOut', 'reason_showsFree', 'need_strangerNamesake', 'card_differs', 'value_cancelled'])
      expect(said).toContain(texts[key]?.message);
    expect(said).toContain(texts['card_waits']?.message?.replace('{what}', texts['order_note']?.message ?? ''));
    expect(said).not.toMatch(/undefined|\{|\b(card|order|tile)_/);
  });

  it('says of a move from when to when, and of a conflict either side’s value once', () => {
    vi.stubGlobal('chrome', { i18n: i18nOf('en') });
    const said = (item: NeedsItem): string => {
      const box = document.createElement('div');
      const parts = waitsPart({ ...VIEW, waits: [item] } as never, vi.fn());
      box.append(...parts.filter((part): part is Node => part instanceof Node));
      return [...box.querySelectorAll('p')].map((p) => p.textContent).join('\n');
    };
    const [change] = need().changes;
    const moved = said(need());
    expect(moved).toContain(`Time: ${valueText('when', change?.from ?? '')}${valueText('when', change?.to ?? '')}`);
    expect(moved).toMatch(/Nov 25, 2026/);
    const conflict = said(
      need({
        changes: [{ field: 'title', from: 'B', to: 'A' }],
        values: [{ field: 'title', outlook: 'A', espo: 'B' }],
      }),
    );
    expect(conflict.split('\n').filter((line) => line.includes('Title'))).toHaveLength(1);
  });

  it('tells candidates apart by where each is and when it was made, for ears, too', () => {
    vi.stubGlobal('chrome', { i18n: i18nOf('en') });
    const act = vi.fn<(act: Act) => void>();
    const madeAt = Date.UTC(2026, 10, 2, 9);
    const choices = [
      { id: 'Meeting/1', title: 'Lunch', place: 'Meeting', madeAt, url: '' },
      { id: 'Call/1', title: 'Lunch', place: 'Call', madeAt: 0, url: '' },
    ];
    const item = need({
      ...{ reason: 'severalCandidates', op: 'create', changes: [], mails: [], choices },
      actions: [choiceOf('link', { does: 'link' }), choiceOf('discard')],
    });
    const box = document.createElement('div');
    const parts = waitsPart({ ...VIEW, waits: [item] } as never, act);
    box.append(...parts.filter((part): part is Node => part instanceof Node));
    const lines = [...box.querySelectorAll('li')].map((line) => line.textContent?.replace(/[\u2066-\u2069]/g, ''));
    expect(lines).toEqual([
      `Link to LunchMeeting, made ${moment(madeAt).replace(/[\u2066-\u2069]/g, '')}`,
      'Link to LunchCall',
    ]);
    const [first] = box.querySelectorAll('li button');
    expect(first?.getAttribute('aria-label')).toContain('made ');
    press(first ?? null);
    expect(act).toHaveBeenCalledWith({ act: 'answer', need: item.id, action: 'link', choice: 'Meeting/1' });
  });

  it('asks what a record belongs to with a button each, and one for none', () => {
    vi.stubGlobal('chrome', { i18n: i18nOf('en') });
    const act = vi.fn<(act: Act) => void>();
    const item = need({
      ...{ kind: 'parent', reason: 'parentUnsure', op: '', changes: [], mails: [] },
      actions: [choiceOf('belongs', { does: 'update' }), choiceOf('discard')],
      choices: [{ id: 'Account/1', title: 'Acme', place: 'Account', madeAt: 0, url: '' }],
    });
    const box = document.createElement('div');
    const parts = waitsPart({ ...VIEW, waits: [item] } as never, act);
    box.append(...parts.filter((part): part is Node => part instanceof Node));
    const buttons = [...box.querySelectorAll('button')];
    const said = buttons.map((one) => one.textContent?.replace(/[\u2066-\u2069]/g, ''));
    expect(said).toEqual(['Acme (Account)', 'None of these']);
    press(buttons[0] ?? null);
    expect(act).toHaveBeenCalledWith({ act: 'answer', need: item.id, action: 'belongs', choice: 'Account/1' });
  });

  it.each([
    ['ar', 'ar', 'rtl'],
    ['pt_BR', 'pt-BR', 'ltr'],
  ] as const)('stands in the direction of what it says: %s', (language, lang, dir) => {
    vi.stubGlobal('chrome', { i18n: i18nOf(language) });
    const { panel } = new Host('dialog', vi.fn<() => void>());
    expect([panel.lang, panel.dir]).toEqual([lang, dir]);
  });
});
