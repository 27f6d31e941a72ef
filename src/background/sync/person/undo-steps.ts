/** What an undo does with one item, by how it is now. Pure. */
import { CAUSES } from '../../../shared/causes';
import { isDue } from '../../../shared/due';
import type { UndoCode } from '../../../shared/undo-codes';
import { logLink } from '../decide/activity-rows';
import { mayRemove } from '../decide/permitted';
import { blank } from '../decide/plan-rows';
import { visibleFields } from '../model/carried-fields';
import type { Engine } from '../model/engine';
import { FIELD_NAMES, type FieldName, type Fields, fieldText, isOneWay, sameField } from '../model/event';
import { fieldFrom } from '../model/field-text';
import { type Item, isFilledIn, otherSide, refOf, type Side, splitEspoRef } from '../model/item';
import { fieldsNow, type Link } from '../model/link';
import { mayWrite, type Policy } from '../model/policy';
import type { Reading, UpdateIntent, Version } from '../model/port';
import type { Changes, PlanRow } from '../model/store';
import { inFormOf } from '../model/text-form';
import { remakeRow } from '../write/remake';
import { linkedAgain } from './answer-link';
import type { Change } from './undo-changes';

/** What one change meets now. */
export interface Found {
  link: Link | undefined;
  own: Reading<Item> | undefined;
  /** The other item of the pair. */
  other: Reading<Item> | undefined;
}

/** How one change is undone: by a write, by a change of links alone, or not at all. */
export interface Step {
  row?: PlanRow;
  changes?: Changes;
  said: { code: UndoCode; detail: string }[];
}

const CAUSE = CAUSES.undoneByYou;
/** Names that fit into a sentence. */
const NAMES = 20;
const no = (code: UndoCode, detail = ''): Step => ({ said: [{ code, detail }] });

export async function stepFor(engine: Engine, change: Change, found: Found): Promise<Step> {
  switch (change.kind) {
    case 'update':
      return putBack(engine, change, found);
    case 'create':
      return takeAway(engine, change, found);
    case 'remove':
      return makeAgain(engine, change, found);
    case 'link':
      return takeApart(engine, change, found);
    case 'unlink':
      return bringTogether(engine, found);
  }
}

/** A value was written: the old one goes back, if the new one still stands. */
function putBack(engine: Engine, change: Change, { link, own }: Found): Step {
  if (own?.kind === 'gone') return no('gone');
  if (own?.kind !== 'value') return no('unreadable');
  if (!link) return no('notLinked');
  const { item } = own;
  const closed = wall(link, item, engine.policy);
  if (closed) return closed;
  const now = visibleFields(item, engine.policy);
  const fields: Partial<Fields> = {};
  const said: Step['said'] = [];
  for (const field of FIELD_NAMES) {
    const values = change.fields[field];
    if (!values || values.before === values.after) continue;
    // Who takes part is known from Outlook only: what was carried over last.
    const held = isOneWay(field) ? link.base.outlook : now;
    if (fieldText(field, held) !== values.after) said.push({ code: 'edited', detail: field });
    else if (!assign(fields, field, values.before)) said.push({ code: 'cannot', detail: field });
  }
  const parent = parentBack(change, item);
  if (parent === 'edited') said.push({ code: 'edited', detail: '' });
  if (Object.keys(fields).length === 0 && typeof parent !== 'object') return { said };
  const theirs = fieldsNow(link, otherSide(change.side));
  const settles = Object.fromEntries(Object.keys(fields).map((field) => [field, theirs[field as FieldName]]));
  const id = `undo|update|${change.side}|${change.ref}`;
  const feed = feedOf(item);
  const row: PlanRow = {
    ...frame(link, change, id, feed),
    op: 'update',
    intent: {
      op: 'update',
      key: id,
      ref: change.ref,
      feed,
      fields,
      expect: versionOf(item, now),
      ...(typeof parent === 'object' ? { parent } : {}),
      ...(change.side === 'espo'
        ? {
            attendeesAdded: link.attendeesAdded,
            attendeeAddresses: link.attendeeAddresses,
            keepsResponses: !link.outlook.isOrganizer,
          }
        : {}),
    },
    settles,
  };
  return { row, said };
}

/** What the record belonged to before, where it still belongs to what was written. */
function parentBack({ parent }: Change, item: Item): UpdateIntent['parent'] | 'edited' {
  if (!parent || parent.before === parent.after) return undefined;
  if (item.side !== 'espo' || (item.parent ?? '') !== parent.after) return 'edited';
  return { ...(parent.before === '' ? { type: '', id: '' } : splitEspoRef(parent.before)), over: parent.after };
}

/** False where the value cannot be written: Held is a person's own, and an answer cannot be taken back. */
function assign<F extends FieldName>(target: Partial<Fields>, field: F, text: string): boolean {
  const value = fieldFrom(field, text);
  if (value === undefined || (field === 'status' && value === 'held') || (field === 'response' && value === ''))
    return false;
  target[field] = value;
  return true;
}

/** An item was made: it goes, if nobody has touched it since. Its link stays as a tombstone, so that it is not made again. */
function takeAway({ policy }: Engine, change: Change, { link, own }: Found): Step {
  if (own?.kind === 'gone') return no('gone');
  if (own?.kind !== 'value') return no('unreadable');
  if (!link || link.state === 'unlinked') return no('notLinked');
  const { item } = own;
  if (isTouched(link, item, policy)) return no('edited');
  const closed = wall(link, item, policy);
  if (closed) return closed;
  if (!mayRemove(link, change.side, policy)) return no('noRight');
  const id = `undo|remove|${change.side}|${change.ref}`;
  const feed = feedOf(item);
  const expect = versionOf(item, visibleFields(item, policy));
  const row: PlanRow = {
    ...frame(link, change, id, feed),
    op: 'remove',
    intent: { op: 'remove', key: id, ref: change.ref, feed, expect },
  };
  return { row, said: [] };
}

/** Somebody else has written to it since our last write. EspoCRM counts whole seconds, so the values are compared as well. */
function isTouched(link: Link, item: Item, policy: Policy): boolean {
  const now = visibleFields(item, policy);
  const base = (item.side === 'outlook' ? inFormOf(link, item, now) : link).base[item.side];
  if (FIELD_NAMES.some((field) => !isOneWay(field) && !sameField(field, now[field], base[field]))) return true;
  return item.side === 'outlook'
    ? item.etag !== link.outlook.ownEtag
    : item.modifiedAt !== link.espo.ownModifiedAt || link.espo.touched || isFilledIn(item, link.espo.parentGiven);
}

/** An item was deleted: it is made again with all that the log has of it, and linked with the other one if that is still there. */
async function makeAgain(engine: Engine, change: Change, { link, own, other }: Found): Promise<Step> {
  const { policy, store } = engine;
  const { side } = change;
  if (own?.kind === 'unknown' || other?.kind === 'unknown') return no('unreadable');
  // It lives on in its link, or was made again already.
  const known = link && (side === 'outlook' ? link.outlookId : link.espoRef);
  if (link && (link.state !== 'unlinked' || known !== change.ref)) return no('there');
  // Out of the bin.
  if (own?.kind === 'value')
    return link && other?.kind === 'value' ? { changes: linkedAgain(engine, link, CAUSE), said: [] } : no('there');
  if (!mayWrite(policy, side)) return no('direction');
  const source = other?.kind === 'value' ? other.item : undefined;
  const [taken] = source ? await store.linksByRef(source.side, [refOf(source)]) : [];
  if (taken && taken.id !== link?.id) return no('there');
  // Its event went because it was assigned to a colleague, and would go again.
  if (source?.side === 'espo' && source.assignedUserId !== policy.me.espoUserId) return no('notYours');
  // Or because it is due on no day.
  if (source?.side === 'espo' && source.start < 0 && isDue(source.type)) return no('cannot');
  const record = splitEspoRef(side === 'espo' ? change.ref : (link?.espoRef ?? change.other));
  if (record.id === '') return no('notLinked');
  const rights = policy.entities[record.type];
  const open = side === 'espo' ? rights?.create : rights && policy.calendars[policy.mainCalendar]?.canEdit;
  if (!open) return no('noRight');
  const fields = fieldsOfChange(change, side, policy);
  if (!fields) return no('cannot');
  const row = await remakeRow(engine, {
    id: `undo|create|${side}|${change.ref}`,
    side,
    feed: side === 'espo' ? record.type : policy.mainCalendar,
    link,
    source,
    fields,
    settles: source ? visibleFields(source, policy) : {},
    cause: CAUSE,
    record,
  });
  return { row, said: [{ code: side === 'espo' ? 'newRecord' : 'newEvent', detail: '' }] };
}

function fieldsOfChange({ fields }: Change, side: Side, policy: Policy): Fields | undefined {
  const text = (field: FieldName): string => fields[field]?.before ?? '';
  const when = fieldFrom('when', text('when'));
  if (!when) return undefined;
  // Nobody is invited by an undo; in EspoCRM those who took part stand on the record again.
  const people = side === 'espo' && policy.settings.attendees;
  return {
    title: text('title'),
    when,
    location: text('location'),
    description: text('description'),
    status: 'planned',
    attendees: people ? text('attendees') : '',
    response: people ? (fieldFrom('response', text('response')) ?? '') : '',
    joinLink: side === 'espo' ? text('joinLink') : '',
  };
}

/** Two items were linked: they are taken apart, and both stay. */
function takeApart(engine: Engine, change: Change, { link }: Found): Step {
  if (change.relinked) return no('relinked');
  if (!link || link.state === 'unlinked') return no('notLinked');
  const apart: Link = { ...link, state: 'unlinked', reason: 'unlinked', gone: '', quiet: false, wish: '' };
  return { changes: { links: { put: [apart] }, activity: [logLink(engine, link, 'unlink', CAUSE)] }, said: [] };
}

/** They were taken apart: linked again, and what was changed meanwhile goes through the merge. */
function bringTogether(engine: Engine, { link }: Found): Step {
  if (!link || link.outlookId === '' || link.espoRef === '') return no('notLinked');
  if (link.state !== 'unlinked') return no('there');
  // One of the two was deleted: that is undone under "Needs you", or by the row of the deletion.
  if (link.gone !== '' || link.reason !== 'unlinked') return no('gone');
  return { changes: linkedAgain(engine, link, CAUSE), said: [] };
}

/** The walls of every write: direction, role, and rule 5. */
function wall(link: Link, item: Item, policy: Policy): Step | undefined {
  if (!mayWrite(policy, item.side)) return no('direction');
  if (item.side === 'espo') {
    if (item.assignedUserId !== policy.me.espoUserId) return no('notYours');
    return (policy.entities[item.type]?.edit ?? 'no') === 'no' ? no('noRight') : undefined;
  }
  if (!item.isOrganizer) return no('notOrganizer');
  if (policy.calendars[item.calendarId]?.kind !== 'own') return no('noRight');
  const mails = item.hasAttendees && !policy.settings.updateMeetingsWithAttendees;
  return mails ? no('wouldMail', link.outlook.mails.slice(0, NAMES).join(', ')) : undefined;
}

const feedOf = (item: Item): string => (item.side === 'outlook' ? item.calendarId : item.type);

const versionOf = (item: Item, fields: Fields): Version =>
  item.side === 'outlook'
    ? { side: 'outlook', etag: item.etag, hasAttendees: item.hasAttendees }
    : { side: 'espo', modifiedAt: item.modifiedAt, versionNumber: item.versionNumber, fields };

const frame = (link: Link, { side, title }: Change, id: string, feed: string) => ({
  ...blank,
  id,
  pair: link.pair,
  state: 'confirmed' as const,
  side,
  feed,
  linkId: link.id,
  cause: CAUSE,
  title,
});
