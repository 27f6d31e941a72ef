/** A question as pages show it. */
import type { FieldChange, WhenView } from '../../../shared/items';
import type { NeedsItem } from '../../../shared/needs';
import { FIELD_NAMES, type FieldName, fieldText } from '../../sync/model/event';
import type { Side } from '../../sync/model/item';
import { fieldsNow, type Link } from '../../sync/model/link';
import type { Hold, PlanRow } from '../../sync/model/store';
import type { Need } from '../../sync/person/needs';
import { choicesOf } from './needs-choices';
import { NO_TIME, NOWHERE, placeOfRef, placesOf, placesOfItem, type Where, whenView } from './places';

/** One question as pages show it: when it is, where both halves stand, and what each answer would do. */
export function needsItem(need: Need, where: Where): NeedsItem {
  const { id, kind, side, reason, op, title, gone, row, link, hold, meetings, detail } = need;
  return {
    ...{ id, kind, side, reason, op, title, gone, meetings, detail },
    group: [kind, reason, op, side, gone, ...mayBelongTo(need)].join('|'),
    when: whenOf(need),
    ...placesOfNeed(need, where),
    actions: choicesOf(need),
    choice: need.choice && { what: need.choice.what, of: need.choice.of.label, name: need.choice.name },
    choices: need.choices.map(({ ref, feed, title: name, createdAt }) => {
      if (kind === 'choice') return { id: ref, title: name, place: '', madeAt: 0, url: '' };
      const inEspo = ref.startsWith(`${feed}/`);
      const { url } = placeOfRef(where, inEspo ? 'espo' : 'outlook', ref, feed);
      return { id: ref, title: name, place: where.names.get(feed) ?? feed, madeAt: createdAt, url };
    }),
    changes: row ? changesOf(row, link) : [],
    values: row?.reason === 'conflict' && link ? valuesOf(row, link) : [],
    mails: row?.mails ?? [],
    ...(row?.reason === 'wouldInvite' ? { withoutAddress: link?.guests?.without ?? [] } : {}),
    restores: need.actions.includes('restore') ? gone : '',
    count: hold?.count ?? 1,
    of: hold?.of ?? 1,
  };
}

/** What records may belong to is one question for all that may belong to the same: each meeting of a series, say. */
const mayBelongTo = ({ kind, choices }: Need): string[] =>
  kind === 'parent' ? choices.map(({ ref }) => ref).sort() : [];

/** What a bulk is held for: the side, the calendar or kind of record, and what would be done to it. */
export function partsOfHold({ id }: Hold): { side: Side; feed: string; op: 'create' | 'update' | 'remove' } {
  const [side = 'espo', ...rest] = id.split('|') as [Side, ...string[]];
  return { side, feed: rest.slice(0, -1).join('|'), op: rest.at(-1) as 'create' | 'update' | 'remove' };
}

function placesOfNeed({ row, link, seen, hold }: Need, where: Where): Pick<NeedsItem, 'outlook' | 'espo'> {
  if (hold) {
    const { side, feed } = partsOfHold(hold);
    return { outlook: NOWHERE, espo: NOWHERE, [side]: { ...NOWHERE, name: where.names.get(feed) ?? '' } };
  }
  if (link) {
    const places = placesOf(where, link);
    // It cannot be opened: nothing leads to it.
    return link.state === 'lostAccess' ? { ...places, espo: { ...places.espo, url: '' } } : places;
  }
  if (row) return placesOfItem(where, row.source);
  if (seen) return { outlook: placeOfRef(where, 'outlook', seen.ref, seen.feed), espo: NOWHERE };
  return { outlook: NOWHERE, espo: NOWHERE };
}

function whenOf({ row, link, seen }: Need): WhenView {
  if (link) return whenView(fieldsNow(link, link.gone === 'outlook' ? 'espo' : 'outlook').when);
  if (row?.source) return whenView(row.source.event.when);
  // Left out because it lasts all day.
  return seen ? { start: seen.start, end: -1, allDay: true } : NO_TIME;
}

/** Old and new of each field that the write would change. */
export function changesOf({ intent, side }: PlanRow, link: Link | undefined): FieldChange[] {
  if (intent.op !== 'update' || !link) return [];
  const now = fieldsNow(link, side);
  const fields = Object.keys(intent.fields) as FieldName[];
  const changes: FieldChange[] = fields.map((field) => ({
    field,
    from: fieldText(field, now),
    to: fieldText(field, intent.fields),
  }));
  // Which parent a record has only EspoCRM knows: the names are those that the card showed when it was ordered.
  const { name, before } = intent.parent ?? {};
  if (name !== undefined && before !== undefined) changes.push({ field: 'parent', from: before, to: name });
  return changes;
}

function valuesOf({ intent }: PlanRow, link: Link): NeedsItem['values'] {
  const written = intent.op === 'update' ? intent.fields : {};
  const both = FIELD_NAMES.filter(
    (field) => field in written && field in link.observed.outlook && field in link.observed.espo,
  );
  const [outlook, espo] = [fieldsNow(link, 'outlook'), fieldsNow(link, 'espo')];
  return both.map((field) => ({ field, outlook: fieldText(field, outlook), espo: fieldText(field, espo) }));
}
