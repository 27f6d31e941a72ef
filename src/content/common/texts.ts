/** What the content script says beside the words that pages have, too: all of it from `_locales`. Names come as they are. */
import type { Act, CardView, OrderView, TileState } from '../../shared/card';
import type { LogWord } from '../../shared/fields';
import { strangerDetail } from '../../shared/need-words';
import { say, type TextKey } from '../../shared/say';
import { detailText, moment, valueText } from '../../shared/words';

export const stateText = (state: TileState): string => say(`tile_${state}`);

/** The key that opens the card of the tile with the focus; as far as public lists say, Outlook has no use for it. */
export const KEY = { code: 'KeyE', alt: true, shift: true } as const;
const KEY_NAME = 'Alt+Shift+E';
export const keyText = (): string => say('card_key', { key: KEY_NAME });

/** Said when the keyboard comes to a tile. */
export const spokenText = (state: TileState): string => say('card_spoken', { state: stateText(state), key: KEY_NAME });

export function syncedText({ at, to }: NonNullable<CardView['synced']>): string {
  const key = { both: 'card_linkedAt', espo: 'card_writtenEspo', outlook: 'card_writtenOutlook' } as const;
  return say(key[to], { time: moment(at) });
}

/** '' where nobody has answered. */
export function responseText(response: string): string {
  const word = response.toLowerCase();
  return word === 'none' || word === '' ? '' : valueText('response', word);
}

/** A value of a field that is not the same on both sides. */
export const sideValue = (field: LogWord, value: string): string => valueText(field, value) || say('empty');

/** What an order does, while it is under way or could not be done. */
export const orderText = (act: Act['act']): string => say(`order_${act}`);

/** Why it could not be done. */
export function failedText({ act, failed }: OrderView): string {
  if (!failed) return '';
  const { code, detail } = failed;
  const why = act === 'person' && code === 'refused' ? strangerDetail(detail) : '';
  // Where the server said nothing there is only its number, which is nobody's word.
  const said = act === 'person' || /^\d+$/.test(detail) ? '' : detailText(detail);
  return why || [say(`undo_${code}`), said].filter((text) => text !== '').join(' ');
}

/** Milliseconds; '' for a record without a start. */
export const startText = (start: number): string => (start < 0 ? '' : moment(start));

export const titled = (title: string): string => say('card_title', { title });
export const errorText = (code: string): string => say(`error_${code.replace('.', '_')}` as TextKey);
