/** All that a card says and offers, in the order people look for it. */
import type { CardMore, CardView } from '../../shared/card';
import { el } from '../common/dom';
import { keyText } from '../common/texts';
import { deeds, type Hands } from './deeds';
import {
  differsPart,
  head,
  morePart,
  openPart,
  ordersPart,
  peoplePart,
  recordPart,
  stateLine,
  syncedPart,
  waitsPart,
  wantsMore,
} from './view';

export interface Shown {
  view: CardView;
  more: CardMore | undefined;
  /** Opened in place of the buttons. */
  form: HTMLElement | undefined;
  /** Why what was wanted is not done; '' for nothing. */
  problem: string;
}

export function whole({ view, more, form, problem }: Shown, hands: Hands & { close(): void }): (Node | string)[] {
  const { act } = hands;
  const parts = [
    head(view, hands.close),
    stateLine(view),
    problem !== '' && el('p', { class: 'bad', role: 'alert' }, problem),
    ...waitsPart(view, act),
    ...ordersPart(view, act),
    ...recordPart(view, more),
    ...peoplePart(more, act),
    ...differsPart(view),
    ...syncedPart(view),
    ...morePart(more, wantsMore(view)),
    openPart(view),
    form ?? deeds(view, more, hands),
    el('p', { class: 'soft' }, keyText()),
  ];
  return parts.filter((part): part is Node | string => Boolean(part));
}
