/** The report for whoever helps, made from what is stored, with pseudonyms in place of names. */
import { causesOf } from '../../../shared/causes';
import { type Settings, SHOWN_AS } from '../../../shared/settings';
import type { Pair } from '../../store/database';
import type { PageHealth, StoredError, StoredRun } from '../../store/values';
import type { Link } from '../../sync/model/link';
import type { Activity, Hold, PlanRow, Seen } from '../../sync/model/store';
import type { Surroundings } from '../kept/surroundings';
import { type Name, scrubbed } from './pseudonyms';

/** What a report is made of: as it is stored, with all names in it. */
export interface ReportFacts {
  at: number;
  program: { version: string; browser: string; language: string; zone: string };
  status: string;
  sides: Record<'outlook' | 'espo', { state: string; error: StoredError | undefined }>;
  espoVersion: string;
  canWrite: boolean;
  failures: number;
  alarmIn: number | undefined;
  /** How well Outlook's page is recognised: numbers. */
  page: PageHealth;
  runs: StoredRun[];
  /** undefined without a pair, or where the store cannot be opened; then `broken` has the code. */
  store: StoredFacts | undefined;
  broken: string;
}
export interface StoredFacts {
  pair: Pair;
  around: Surroundings | undefined;
  links: Link[];
  seen: Pick<Seen, 'side' | 'reason'>[];
  arrivals: { outlook: number; espo: number };
  plan: PlanRow[];
  journal: PlanRow[];
  holds: Hold[];
  needs: { kind: string; reason: string; op: string }[];
  activity: Activity[];
}

const STANDARD = ['Meeting', 'Call', 'Task'];

/** Nothing is taken over that is not named here: no title, no text, no address, no id, no token. Pure. */
export function reportOf(facts: ReportFacts, name: Name): object {
  const { at, runs, sides, store, ...rest } = facts;
  const side = ({ state, error }: ReportFacts['sides']['espo']) => ({ state, error: error && errorOf(error, name) });
  return {
    ...rest,
    at: timeOf(at),
    sides: { outlook: side(sides.outlook), espo: side(sides.espo) },
    runs: runs.map((run) => runOf(run, name)),
    store: store && storeOf(store, name),
  };
}

const timeOf = (at: number): string => new Date(at).toISOString();
const errorOf = ({ code, detail }: StoredError, name: Name) => ({ code, detail: scrubbed(detail, name) });

const partOf = ({ side, feed, code, detail, since }: StoredRun['parts'][number], name: Name) => ({
  side,
  part: name(side === 'espo' ? 'entity' : 'calendar', feed),
  code,
  detail: scrubbed(detail, name),
  since: timeOf(since),
});

function runOf(run: StoredRun, name: Name) {
  const { id, startedAt, at, created, updated, removed, linked, held, refused, undone, error, parts } = run;
  return {
    ...{
      run: name('run', id),
      from: timeOf(startedAt),
      to: timeOf(at),
      created,
      updated,
      removed,
      linked,
      held,
      refused,
    },
    ...{ undone, parts: parts.map((part) => partOf(part, name)), error: error && errorOf(error, name) },
  };
}

const typeOf = (type: string, name: Name): string => (STANDARD.includes(type) ? type : name('entity', type));
const feedOf = (feed: string, name: Name): string => (STANDARD.includes(feed) ? feed : name('calendar', feed));

function storeOf(store: StoredFacts, name: Name) {
  const { pair, around, links, seen, arrivals, plan, journal, holds, needs, activity } = store;
  return {
    pair: { madeAt: timeOf(pair.createdAt), started: pair.started, settings: settingsOf(pair.settings, name) },
    around: around && aroundOf(around, name),
    links: counted(links.map(({ state, reason = '', origin, gone, wish }) => [state, reason, origin, gone, wish])),
    seen: counted(seen.map(({ side, reason = '' }) => [side, reason])),
    arrivals,
    plan: plan.map((row) => rowOf(row, name)),
    journal: journal.map((row) => rowOf(row, name)),
    holds: holds.map(({ id, count, of, since, state }) => {
      const [side = '', feed = '', op = ''] = id.split('|');
      return { side, feed: feedOf(feed, name), op, count, of, since: timeOf(since), state };
    }),
    needs: counted(needs.map(({ kind, reason, op }) => [kind, reason, op])),
    activity: activity.map(({ run, at, side, op, field, cause, title, linkId, undone }) => ({
      ...{ at: timeOf(at), run: name('run', run), side, op, field, causes: causesOf(cause) },
      ...{ title: name('title', title), link: name('link', linkId), undone: undone !== undefined },
    })),
  };
}

function rowOf({ side, op, state, reason, feed, linkId = '', intent, detail, mails, choices }: PlanRow, name: Name) {
  return {
    ...{ side, op, state, reason, feed: feedOf(feed, name), link: name('link', linkId) },
    fields: 'fields' in intent ? Object.keys(intent.fields) : [],
    ...{ detail: scrubbed(detail, name), mails: mails.length, choices: choices.length },
  };
}

function settingsOf(settings: Settings, name: Name) {
  const { entities, defaultEntity, mainCalendar, otherCalendars, ...rest } = settings;
  const { blockList, categoriesAllow, categoriesDeny, ownDomains, fieldDefaults, ...more } = rest;
  const { locationField, joinLinkField, teamsField, showAs, entityCategory, ...others } = more;
  const { linkedCategory, heldCategory, notHeldCategory, ...plain } = others;
  const word = (text: string) => (text === '' ? '' : name('word', text));
  const words = (texts: readonly string[]) => texts.map((text) => name('word', text));
  const fields = (chosen: Record<string, string>) =>
    Object.entries(chosen).map(([type, field]) => [typeOf(type, name), name('field', field)]);
  return {
    ...plain,
    entities: entities.map(({ type, label }) => ({ type: typeOf(type, name), label: name('word', label) })),
    defaultEntity: typeOf(defaultEntity, name),
    mainCalendar: name('calendar', mainCalendar),
    otherCalendars: otherCalendars.map((id) => name('calendar', id)),
    ...{ locationField: fields(locationField), joinLinkField: fields(joinLinkField), teamsField: fields(teamsField) },
    ...{ linkedCategory: word(linkedCategory), heldCategory: word(heldCategory) },
    notHeldCategory: word(notHeldCategory),
    entityCategory: Object.entries(entityCategory).map(([type, text]) => [typeOf(type, name), name('word', text)]),
    showAs: Object.entries(showAs).map(([type, shown]) => [typeOf(type, name), SHOWN_AS.indexOf(shown)]),
    // What stands in them is none of a report's business.
    fieldDefaults: Object.entries(fieldDefaults).map(([type, chosen]) => [
      typeOf(type, name),
      Object.keys(chosen).map((field) => name('field', field)),
    ]),
    ...{ categoriesAllow: words(categoriesAllow), categoriesDeny: words(categoriesDeny) },
    ...{ blockList: words(blockList), ownDomains: words(ownDomains) },
  };
}

function aroundOf({ outlook, espo }: Surroundings, name: Name) {
  return {
    outlook: {
      zone: outlook.zone,
      writeZone: outlook.writeZone?.iana,
      calendars: outlook.calendars.map(({ id, isDefault, canEdit, own }) => ({
        ...{ calendar: name('calendar', id), isDefault, canEdit, own },
      })),
    },
    espo: {
      ...{ version: espo.version, zone: espo.zone, pageSize: espo.pageSize, secondWriter: espo.secondWriter },
      entities: espo.entities.map(({ type, allDay, rights, keyField, versioned, hasUsers }) => ({
        ...{ type: typeOf(type, name), allDay, rights, key: keyField !== undefined, versioned, hasUsers },
      })),
    },
  };
}

/** How often each combination stands there. */
function counted(rows: readonly (readonly string[])[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) {
    const key = row.join(' ').trim().replace(/ +/g, ' ');
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
