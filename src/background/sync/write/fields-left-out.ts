/** What a record was written without: people and values that its server did not take, and texts that fit into their field in no form. */
import { CAUSES } from '../../../shared/causes';
import { logRow } from '../decide/activity-rows';
import { updateRow } from '../decide/plan-rows';
import { reconcile } from '../decide/reconcile';
import { visibleFields } from '../model/carried-fields';
import type { Engine } from '../model/engine';
import { type FieldName, type Fields, fieldText } from '../model/event';
import { type Item, isAsMade } from '../model/item';
import { fieldsNow, type Link, withObserved } from '../model/link';
import type { AttendeesWritten, FieldLeftOut, Intent } from '../model/port';
import type { Activity, PlanRow } from '../model/store';
import { bringsJoinLink } from './given';

const TEXTS = ['location', 'description', 'joinLink'] as const satisfies readonly FieldName[];

/** The fields of a write that the server took. */
export function taken<T extends Partial<Fields>>(fields: T, leftOut: readonly FieldLeftOut[] = []): T {
  const named = new Set<string>(leftOut.map(({ field }) => field));
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !named.has(field))) as T;
}

/** Each with its value and why, for the activity log. */
export function leftOutRows(
  engine: Engine,
  plan: PlanRow,
  linkId: string,
  ref: string,
  { attendees, leftOut = [] }: { attendees?: AttendeesWritten | undefined; leftOut?: FieldLeftOut[] },
): Activity[] {
  const row = (field: Activity['field'], value: string, cause: string): Activity => ({
    ...logRow(engine, plan, linkId, ref, 'lose', field, value, ''),
    cause,
  });
  const values = fieldsOf(plan.intent);
  const people = attendees?.leftOut ?? [];
  return [
    ...(people.length > 0 ? [row('attendees', people.join(', '), 'your EspoCRM user may not add these people')] : []),
    ...leftOut.map(({ field, detail }) =>
      row(field, field === '' ? '' : fieldText(field, values), `EspoCRM did not take it. ${detail}`),
    ),
    ...unfit(engine, plan).map(([field, value]) => row(field, value, CAUSES.doesNotFit)),
  ];
}

/** The source says something, and the form that EspoCRM keeps is nothing (carry.ts). */
function unfit({ policy }: Engine, { side, feed, source, settles, intent }: PlanRow): [FieldName, string][] {
  const rights = policy.entities[feed];
  if (side !== 'espo' || !rights) return [];
  const said: Partial<Fields> = source ? visibleFields(source, policy) : settles;
  const written = fieldsOf(intent);
  const carries = { location: rights.location, joinLink: rights.joinLink, description: 'description' };
  return TEXTS.flatMap((field): [FieldName, string][] =>
    carries[field] !== '' && written[field] === '' && said[field] ? [[field, said[field]]] : [],
  );
}

/** The same of the link that came with a new event, which is too long for the field that the user has chosen for it. */
export function joinLinkUnfit(engine: Engine, plan: PlanRow, link: Link, item: Item): Activity[] {
  const { type } = link.espo;
  if (!bringsJoinLink(plan.intent, item) || (engine.policy.entities[type]?.joinLink ?? '') === '') return [];
  const { joinLink } = item.event;
  if (engine.forms.espo.asStored('joinLink', joinLink, type) !== '') return [];
  const row = logRow(engine, plan, link.id, link.espoRef, 'lose', 'joinLink', joinLink, '');
  return [{ ...row, side: 'espo', cause: CAUSES.doesNotFit }];
}

const fieldsOf = (intent: Intent): Partial<Fields> => (intent.op === 'remove' ? {} : intent.fields);

/** What a new record was made without was never carried over: the link goes on wanting it. */
export function stillWanted(link: Link, leftOut: readonly FieldLeftOut[] = []): Link {
  const named = leftOut.map(({ field }) => field);
  const blank = Object.fromEntries(TEXTS.filter((field) => named.includes(field)).map((field) => [field, '']));
  const now = fieldsNow(link, 'outlook');
  const base = { ...link.base, outlook: { ...link.base.outlook, ...blank } };
  return leftOut.length === 0 ? link : withObserved({ ...link, base }, 'outlook', now);
}

/** Whatever a record lacks that is as it was made, its server did not take: nobody else has touched it. */
export function missingInRecord(item: Item, intent: Intent): FieldLeftOut[] {
  if (item.side !== 'espo' || !isAsMade(item)) return [];
  const sent = fieldsOf(intent);
  return TEXTS.filter((field) => sent[field] && item.event[field] === '').map((field) => ({ field, detail: '' }));
}

/** The same write would be refused in every run: it waits for a person, or for another value (rule 3). */
export function waitingRow({ policy, forms }: Engine, link: Link, leftOut: readonly FieldLeftOut[] = []): PlanRow[] {
  if (leftOut.length === 0) return [];
  const result = reconcile(link, policy, forms);
  const update = result.updates.find(({ side }) => side === 'espo');
  if (!update || update.waits || Object.keys(taken(update.fields, leftOut)).length > 0) return [];
  const detail = leftOut.map((one) => one.detail).join(' ');
  return [{ ...updateRow(result.link, update), state: 'held', reason: 'refused', detail }];
}
