/** What the card offers to do: buttons, and the small forms that some of them open in their place. */
import type { Act, CardMore, CardView, FoundRecord } from '../../shared/card';
import { say } from '../../shared/say';
import { kindText } from '../../shared/words';
import { type Child, el } from '../common/dom';
import { pressable } from './press';

export type Do = (act: Act) => void;

/** Opens a form in place of the buttons; undefined closes it. */
export type Form = (make: ((close: () => void) => HTMLElement) | undefined) => void;

export type Search = (parent: string, words: string) => Promise<FoundRecord[]>;

export interface Hands {
  act: Do;
  form: Form;
  search: Search;
  moment(start: number): string;
}

export function deeds({ offers }: CardView, more: CardMore | undefined, hands: Hands): HTMLElement {
  const { act, form } = hands;
  const buttons: Child[] = [];
  const put = (key: string, text: string, press: () => void) =>
    buttons.push(pressable(text, press, { 'data-key': key, dir: 'auto' }));
  const proposal = more?.proposal ?? null;
  for (const { type, label } of offers.create) {
    if (proposal)
      put(`under ${type}`, say('card_createUnder', { kind: kindText(label), parent: proposal.name }), () =>
        act({ act: 'create', type, parent: proposal }),
      );
    put(`create ${type}`, say('card_create', { kind: kindText(label) }), () =>
      act({ act: 'create', type, parent: null }),
    );
  }
  if (offers.link) put('link', say('card_link'), () => form((close) => linkForm(hands, close)));
  for (const status of offers.status)
    put(status, status === 'held' ? say('card_held') : say('card_notHeld'), () => act({ act: 'status', status }));
  if (offers.edit && more && more.parents.length > 0)
    put('parent', say('card_setParent'), () => form((close) => parentForm(more, hands, close)));
  if (more?.note) put('note', say('card_note'), () => form((close) => noteForm(hands, close)));
  if (offers.leaveOut) put('leaveOut', say('card_leaveOut'), () => act({ act: 'leaveOut' }));
  const { unlink } = offers;
  if (unlink) put('unlink', say('card_unlink'), () => form((close) => unlinkForm(unlink.remove, hands, close)));
  return el('div', { class: 'row' }, ...buttons);
}

const cancel = (close: () => void): HTMLElement => pressable(say('cancel'), close, { 'data-key': 'cancel' });

/** Results of a search as buttons; asked for with every pause in the typing, and at once when it opens. */
function searching(
  label: string,
  search: (words: string) => Promise<FoundRecord[]>,
  choose: (one: FoundRecord) => HTMLElement,
) {
  const input = el('input', { type: 'search', 'data-key': 'words', autocomplete: 'off' });
  const list = el('ul', {});
  const said = el('p', { class: 'soft', role: 'status' });
  let asked = 0;
  const ask = async (): Promise<void> => {
    asked += 1;
    const mine = asked;
    try {
      const found = await search(input.value.trim());
      if (mine !== asked) return;
      list.replaceChildren(...found.map((one) => el('li', {}, choose(one))));
      said.textContent = found.length === 0 && input.value.trim() !== '' ? say('card_nothing') : '';
    } catch {
      if (mine === asked) said.textContent = say('card_unreachable');
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('espo-typed', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), 250);
  });
  void ask();
  return { nodes: [el('label', {}, label, input), said, list], again: ask };
}

/** What was found, by name, with what tells it apart. */
const found = (one: FoundRecord, text: string, moment: Hands['moment'], press: () => void): HTMLElement => {
  const more = [kindText(one.kind), moment(one.start), one.sameTime ? say('card_sameTime') : '']
    .filter((part) => part !== '')
    .join(', ');
  return el(
    'span',
    {},
    pressable(one.name, press, { dir: 'auto', 'aria-label': `${text} (${more})`, 'data-key': `found ${one.id}` }),
    ' ',
    el('span', { class: 'soft' }, more),
  );
};

function linkForm({ act, search, moment }: Hands, close: () => void): HTMLElement {
  const { nodes } = searching(
    say('card_search'),
    (words) => search('', words),
    (one) =>
      found(one, say('card_linkTo', { name: one.name }), moment, () =>
        act({ act: 'link', record: { type: one.type, id: one.id } }),
      ),
  );
  return el('div', {}, ...nodes, el('div', { class: 'row' }, cancel(close)));
}

/** Only to be shown: the worker takes no more. */
const short = (name: string): string => name.slice(0, 255);

function parentForm({ parents, parent }: CardMore, { act, search, moment }: Hands, close: () => void): HTMLElement {
  const select = el(
    'select',
    { 'data-key': 'kind' },
    ...parents.map(({ type, label }) => el('option', { value: type }, kindText(label))),
  );
  const { nodes, again } = searching(
    say('card_search'),
    (words) => search(select.value, words),
    (one) =>
      found(one, say('card_choose', { name: one.name }), moment, () =>
        act({
          act: 'parent',
          parent: { type: one.type, id: one.id, name: short(one.name), before: short(parent?.name ?? '') },
        }),
      ),
  );
  select.addEventListener('espo-typed', () => void again());
  return el(
    'div',
    {},
    el('label', {}, say('card_parentKind'), select),
    ...nodes,
    el('div', { class: 'row' }, cancel(close)),
  );
}

function noteForm({ act }: Hands, close: () => void): HTMLElement {
  const text = el('textarea', { 'data-key': 'text', maxlength: '10000', dir: 'auto' });
  const send = pressable(
    say('card_noteSend'),
    () => {
      if (text.value.trim() !== '') act({ act: 'note', text: text.value });
      else text.focus();
    },
    { 'data-key': 'send' },
  );
  return el('div', {}, el('label', {}, say('card_noteLabel'), text), el('div', { class: 'row' }, send, cancel(close)));
}

/** The one that loses nothing first; what cannot come back is said before. */
function unlinkForm(remove: readonly ('espo' | 'outlook')[], { act }: Hands, close: () => void): HTMLElement {
  const choice = (side: '' | 'espo' | 'outlook', text: string) =>
    pressable(text, () => act({ act: 'unlink', remove: side }), {
      'data-key': `unlink ${side}`,
      ...(side === '' ? {} : { class: 'danger' }),
    });
  return el(
    'div',
    {},
    ...(remove.length > 0 ? [el('p', { class: 'soft' }, say('card_lost'))] : []),
    el(
      'div',
      { class: 'row' },
      choice('', say('card_keepBoth')),
      ...remove.map((side) => choice(side, side === 'espo' ? say('card_deleteEspo') : say('card_deleteOutlook'))),
      cancel(close),
    ),
  );
}
