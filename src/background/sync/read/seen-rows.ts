/** What is remembered of an item that has no link. */
import { espoReason, outlookReason } from '../decide/eligible';
import { typeOf } from '../decide/find';
import { carriedFields, visibleFields } from '../model/carried-fields';
import type { Engine } from '../model/engine';
import { type Fields, placeOfRecord, startOf, twinKey } from '../model/event';
import { asPlanned, isStub, type Item, refOf } from '../model/item';
import { fieldsNow, type Link } from '../model/link';
import type { Seen } from '../model/store';

export function seenRow(engine: Engine, item: Item): Seen {
  const { policy, store, forms } = engine;
  const reason = item.side === 'outlook' ? outlookReason(item, policy) : espoReason(item, policy);
  const { when } = item.event;
  // Twins are compared in the form that EspoCRM stores: names trimmed and transliterated.
  const fields =
    item.side === 'outlook'
      ? carriedFields(asPlanned(item), typeOf(asPlanned(item), policy), policy, forms)
      : visibleFields(item, policy);
  return {
    pair: store.pair,
    side: item.side,
    ref: refOf(item),
    feed: item.side === 'outlook' ? item.calendarId : item.type,
    meetingKey: item.side === 'outlook' ? item.meetingKey : item.key,
    twin: twinOf(item, fields),
    // Rule 9: the title of a private event is not even kept.
    title: item.event.private && policy.settings.privateEvents !== 'full' ? '' : item.event.title,
    start: item.side === 'espo' ? (item.mine ? item.start : -1) : startOf(when),
    reason,
    series: item.side === 'outlook' ? item.seriesMasterId : '',
    allDay: when.kind === 'allDay',
    ...(item.side === 'outlook' && !isStub(item) ? { modifiedAt: item.modifiedAt } : {}),
  };
}

/** The delta says again how an event was before it was seen last (graph.md 1). */
export const isBefore = (row: Seen, { modifiedAt }: Seen = row): boolean =>
  row.modifiedAt !== undefined && modifiedAt !== undefined && row.modifiedAt < modifiedAt;

function twinOf(item: Item, fields: Fields): string {
  if (item.side === 'espo') return placeOfRecord(item.type, fields);
  return item.kind === 'master' ? '' : twinKey(fields);
}

/** The event of a link that is to be forgotten, left out for the reason why it slept. */
export function seenOfLink(link: Link): Seen {
  const { title, when } = fieldsNow(link, 'outlook');
  return {
    pair: link.pair,
    side: 'outlook',
    ref: link.outlookId,
    feed: link.outlook.calendarId,
    meetingKey: link.meetingKey,
    twin: '',
    title,
    start: startOf(when),
    reason: link.reason,
    series: link.outlook.seriesMasterId,
    allDay: when.kind === 'allDay',
  };
}

/** The record of such a link, which is due on no day. */
export const seenOfDue = (link: Link): Seen => ({
  ...seenOfLink(link),
  side: 'espo',
  ref: link.espoRef,
  feed: link.espo.type,
  title: fieldsNow(link, 'espo').title,
  start: -1,
  reason: 'noDate',
});
