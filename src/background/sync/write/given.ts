/** What new items are given beside their fields, as the user's settings want it: looked up right before they are made. */
import { isDue } from '../../../shared/due';
import { MINUTE } from '../../../shared/time';
import { categoryOf } from '../decide/category';
import { visibleFields } from '../model/carried-fields';
import type { Engine } from '../model/engine';
import { startOf } from '../model/event';
import type { Given } from '../model/given';
import { type EspoItem, espoRef, type Item } from '../model/item';
import { type Link, withObserved } from '../model/link';
import type { Policy } from '../model/policy';
import type { CreateIntent, Intent } from '../model/port';
import type { PlanRow } from '../model/store';

/** The rows, their creates with what is given to the new item. Of some of it lists say nothing: those records are read one by one. */
export async function withGiven(engine: Engine, rows: readonly PlanRow[]): Promise<PlanRow[]> {
  const records = await recordsOf(engine, rows);
  return rows.map((row) => {
    if (row.intent.op !== 'create') return row;
    const given = givenTo(row, row.intent, records, engine);
    return Object.keys(given).length > 0 ? { ...row, intent: { ...row.intent, given } } : row;
  });
}

const markerOf = ({ intent }: PlanRow): CreateIntent['marker'] => (intent.op === 'create' ? intent.marker : undefined);

async function recordsOf({ policy, ports }: Engine, rows: readonly PlanRow[]): Promise<Map<string, EspoItem>> {
  const asked = rows.flatMap((row) => {
    const marker = markerOf(row);
    return marker && asksRecord(policy, marker.type)
      ? [{ ref: espoRef(marker.type, marker.id), feed: marker.type }]
      : [];
  });
  const readings = asked.length > 0 ? await ports.espo.read(asked) : [];
  // Who cannot be asked says nothing: the event is made without.
  return new Map(readings.flatMap((one, i) => (one.kind === 'value' ? [[asked[i]?.ref ?? '', one.item]] : [])));
}

const asksRecord = ({ settings, entities }: Policy, type: string): boolean =>
  type in entities &&
  (settings.reminders || (settings.teamsMeeting === 'field' && settings.teamsField[type] !== undefined));

function givenTo(row: PlanRow, intent: CreateIntent, records: Map<string, EspoItem>, engine: Engine): Given {
  const { policy } = engine;
  const { settings } = policy;
  const { marker } = intent;
  if (!marker) {
    const reminder = row.source?.side === 'outlook' ? row.source.reminder : undefined;
    return settings.reminders && reminder !== undefined && isAhead(intent, reminder, engine) ? { reminder } : {};
  }
  const record = records.get(espoRef(marker.type, marker.id));
  const showAs = settings.showAs[marker.type] ?? (isDue(marker.type) ? 'free' : undefined);
  return {
    ...(showAs ? { showAs } : {}),
    ...(settings.reminders ? reminderOf(record?.reminder, intent, engine) : {}),
    ...(isTeams(record, policy) && isHost(row.source, policy) ? { online: true } : {}),
    ...(categoryOf(policy) === '' ? {} : { category: categoryOf(policy) }),
  };
}

/** What was to remind before now reminds no more: Outlook would show it at once, and so does EspoCRM 10 (espo-versions.md 1.6). */
function reminderOf(minutes: EspoItem['reminder'], intent: CreateIntent, engine: Engine): Given {
  if (minutes === undefined) return {};
  return { reminder: minutes !== null && isAhead(intent, minutes, engine) ? minutes : null };
}

function isAhead({ fields, marker }: CreateIntent, minutes: number, { policy, now }: Engine): boolean {
  const skew = policy.skew[marker ? 'outlook' : 'espo'];
  return startOf(fields.when) - minutes * MINUTE > now() + skew;
}

function isTeams(record: EspoItem | undefined, { settings, gone }: Policy): boolean {
  if (gone.some(({ what }) => what === 'teams')) return false;
  return settings.teamsMeeting === 'always' || (settings.teamsMeeting === 'field' && record?.online === true);
}

/** A meeting has one host: whoever only takes part makes no second one, nor does another of several owners once there is a link to join. */
const isHost = (source: Item | undefined, { me }: Policy): boolean =>
  source?.side !== 'espo' ||
  (source.assignedUserId === me.espoUserId && !(source.shared && source.event.joinLink !== ''));

/** The record does not have the join link yet that came with its event: it travels like an edit. */
export function withJoinLinkToTell(link: Link, intent: CreateIntent, item: Item, policy: Policy): Link {
  if (!bringsJoinLink(intent, item)) return link;
  const outlook = { ...link.base.outlook, joinLink: '' };
  return withObserved({ ...link, base: { ...link.base, outlook } }, 'outlook', visibleFields(item, policy));
}

/** A meeting of Teams that was just made for a record. */
export const bringsJoinLink = (intent: Intent, item: Item): boolean =>
  intent.op === 'create' && intent.given?.online === true && item.side === 'outlook' && item.event.joinLink !== '';
