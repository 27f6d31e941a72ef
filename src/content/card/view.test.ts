// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { need } from '../../../test/surface/fixture-lists';
import { i18nOf, LANGUAGES, type LanguageName, messagesOf } from '../../../test/surface/texts';
import type { OrderView } from '../../shared/card';
import { Host } from './host';
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

  it.each([
    ['ar', 'ar', 'rtl'],
    ['pt_BR', 'pt-BR', 'ltr'],
  ] as const)('stands in the direction of what it says: %s', (language, lang, dir) => {
    vi.stubGlobal('chrome', { i18n: i18nOf(language) });
    const { panel } = new Host('dialog', vi.fn<() => void>());
    expect([panel.lang, panel.dir]).toEqual([lang, dir]);
  });
});
