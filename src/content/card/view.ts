/** The card of one event as elements: what it is, what is known of it, what may be done. In the order people look for it. */
import type { CardMore, CardView, Differing, KnownPerson, NamedRecord } from '../../shared/card';
import { answerText, needSentences, parentText } from '../../shared/need-words';
import type { NeedsAction, NeedsItem } from '../../shared/needs';
import { say, sayWith } from '../../shared/say';
import { fieldText, kindText, moment, titleText } from '../../shared/words';
import { type Child, el } from '../common/dom';
import { errorText, failedText, orderText, responseText, sideValue, stateText, syncedText } from '../common/texts';
import type { Do } from './deeds';
import { pressable } from './press';

const web = (url: string): boolean => /^https?:\/\//i.test(url);
const link = (text: string, url: string, attributes: Record<string, string> = {}): Child =>
  web(url)
    ? el('a', { href: url, target: '_blank', rel: 'noopener noreferrer', dir: 'auto', ...attributes }, text)
    : text;
const name = (text: string): HTMLElement => el('bdi', {}, text);

const kind = ({ type, kind: known }: NamedRecord): string => (known === type ? kindText(type) : known);

/** What it is called, and what it is: the record, or the event that has none. */
export function head({ title, record }: CardView, close: () => void): HTMLElement {
  return el(
    'div',
    { class: 'head' },
    el(
      'h2',
      { dir: 'auto' },
      ...(record ? [`${kind(record)}: `, link(record.name, record.url)] : [title || say('espo')]),
    ),
    pressable('✕', close, { class: 'x', 'aria-label': say('close'), 'data-key': 'close' }),
  );
}

export const stateLine = ({ state, reason }: CardView): HTMLElement =>
  el(
    'p',
    {},
    el('span', { class: `state ${state}` }, stateText(state)),
    ...(reason === '' ? [] : [` ${say(`reason_${reason}`)}`]),
  );

export function recordPart({ record }: CardView, more: CardMore | undefined): Child[] {
  if (!record) return [];
  const rows: Child[] = [];
  const row = (label: string, ...value: Child[]) => rows.push(el('dt', {}, label), el('dd', {}, ...value));
  if (more?.status) row(say('status'), name(more.status));
  if (more?.problem === '')
    row(
      say('card_parent'),
      ...(more.parent ? [link(more.parent.name, more.parent.url), ` (${kind(more.parent)})`] : [say('card_noParent')]),
    );
  if (more?.assigned) row(say('card_assigned'), name(more.assigned));
  return rows.length > 0 ? [el('dl', {}, ...rows)] : [];
}

const person = (one: KnownPerson): HTMLElement => {
  const response = responseText(one.response);
  return el(
    'li',
    {},
    link(one.name, one.url),
    el('span', { class: 'soft' }, [kind(one), response].filter((text) => text !== '').join(', ')),
  );
};

export function peoplePart(more: CardMore | undefined, act: Do): Child[] {
  if (!more || more.known.length + more.unknown.length === 0) return [];
  const strangers = more.unknown.map(({ address }) =>
    el(
      'li',
      {},
      name(address),
      ...more.addAs.map((as) =>
        pressable(say('card_addShort', { kind: kindText(as) }), () => act({ act: 'person', address, kind: as }), {
          'aria-label': say('card_addAs', { kind: kindText(as), who: address }),
          'data-key': `${as} ${address}`,
        }),
      ),
    ),
  );
  return [
    ...(more.known.length > 0 ? [el('h3', {}, say('card_people')), el('ul', {}, ...more.known.map(person))] : []),
    ...(strangers.length > 0 ? [el('h3', {}, say('card_unknown')), el('ul', {}, ...strangers)] : []),
  ];
}

const values = (rows: readonly Differing[]): Child[] =>
  rows.map(({ field, outlook, espo }) =>
    el(
      'p',
      {},
      ...sayWith<HTMLElement>('card_values', {
        field: fieldText(field),
        outlook: name(sideValue(field, outlook)),
        espo: name(sideValue(field, espo)),
      }),
    ),
  );

export const differsPart = ({ differs }: CardView): Child[] =>
  differs.length > 0 ? [el('h3', {}, say('card_differs')), ...values(differs)] : [];

export const syncedPart = ({ synced }: CardView): Child[] =>
  synced
    ? [el('p', { class: 'soft' }, el('time', { datetime: new Date(synced.at).toISOString() }, syncedText(synced)))]
    : [];

/** What waits for the user, with its answers. */
export const waitsPart = ({ waits }: CardView, act: Do): Child[] => waits.flatMap((item) => oneWait(item, act));

function oneWait(item: NeedsItem, act: Do): Child[] {
  const answer = (action: NeedsAction, choice = '') => act({ act: 'answer', need: item.id, action, choice });
  // Field by field is answered on the page of the extension.
  const actions = item.actions.filter(({ action }) => action !== 'fields');
  const isPicked = (action: NeedsAction): boolean =>
    action === 'belongs' || (action === 'link' && item.choices.length > 0);
  const way = actions.find(({ action }) => isPicked(action))?.action;
  const buttons = actions
    .filter(({ action }) => !isPicked(action))
    .map((choice) =>
      pressable(answerText(item, choice), () => answer(choice.action), {
        'data-key': `${choice.action} ${item.id}`,
        ...(choice.danger ? { class: 'danger' } : {}),
      }),
    );
  return [
    ...needSentences(item).map((sentence) => el('p', { dir: 'auto' }, sentence)),
    // Of a conflict either side's value stands there already.
    ...(item.values.length > 0 ? values(item.values) : becoming(item.changes)),
    way === 'link' && el('ul', {}, ...item.choices.map((one) => candidate(one, () => answer(way, one.id)))),
    way === 'belongs' &&
      el('div', { class: 'row' }, ...item.choices.map((one) => parent(one, () => answer(way, one.id)))),
    el('div', { class: 'row' }, ...buttons),
  ];
}

/** What would be written: each field as it is, and as it would be. */
const becoming = (changes: NeedsItem['changes']): Child[] =>
  changes.map(({ field, from, to }) =>
    el(
      'p',
      {},
      `${fieldText(field)}: `,
      el('del', {}, name(sideValue(field, from))),
      el('span', { class: 'arrow', role: 'img', 'aria-label': say('becomes') }),
      el('ins', {}, name(sideValue(field, to))),
    ),
  );

/** Of the same name and time: told apart by where it is and when it was made. */
function candidate({ id, title, place, madeAt }: NeedsItem['choices'][number], pick: () => void): HTMLElement {
  const text = say('card_linkTo', { name: titleText(title) });
  const more = [place, madeAt > 0 ? say('made', { time: moment(madeAt) }) : '']
    .filter((part) => part !== '')
    .join(', ');
  const attributes = {
    dir: 'auto',
    'data-key': `link ${id}`,
    ...(more === '' ? {} : { 'aria-label': `${text} (${more})` }),
  };
  return el('li', {}, pressable(text, pick, attributes), el('span', { class: 'soft' }, more));
}

/** What the record may belong to. */
const parent = (choice: NeedsItem['choices'][number], pick: () => void): HTMLElement =>
  pressable(parentText(choice), pick, { 'data-key': `belongs ${choice.id}`, dir: 'auto' });

/** What the user has ordered: under way, waiting for the next sync, or why it could not be done. */
export const ordersPart = ({ orders }: CardView, act: Do): Child[] =>
  orders.flatMap((order) => {
    const what = orderText(order.act);
    if (!order.failed && !order.waits)
      return [el('p', { class: 'soft', role: 'status' }, say('card_underWay', { what }))];
    return [
      order.failed
        ? el('p', { class: 'bad', role: 'alert', dir: 'auto' }, say('card_failed', { what, why: failedText(order) }))
        : el('p', { class: 'soft', role: 'status' }, say('card_waits', { what })),
      el(
        'div',
        { class: 'row' },
        pressable(say('answer_retry'), () => act({ act: 'again', order: order.id }), {
          'data-key': `again ${order.id}`,
        }),
        pressable(say('card_dismiss'), () => act({ act: 'forget', order: order.id }), {
          'data-key': `forget ${order.id}`,
        }),
      ),
    ];
  });

export const openPart = ({ record }: CardView): Child =>
  record &&
  web(record.url) &&
  el('div', { class: 'row' }, link(say('card_open'), record.url, { class: 'open', 'data-key': 'open' }));

/** A private event, and one that nobody knows, is nothing to ask EspoCRM about. */
export const wantsMore = (view: CardView | undefined): boolean =>
  view !== undefined && view.state !== 'private' && (view.record !== null || view.offers.create.length > 0);

export const morePart = (more: CardMore | undefined, wanted: boolean): Child[] => {
  if (!more) return wanted ? [el('p', { class: 'soft', role: 'status' }, say('card_loading'))] : [];
  return more.problem === '' ? [] : [el('p', { class: 'soft', role: 'status' }, errorText(more.problem))];
};
