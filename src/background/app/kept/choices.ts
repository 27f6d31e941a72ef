import * as v from 'valibot';
import type { Settings } from '../../../shared/settings';
import type { VanishedChoice } from '../../sync/model/policy';
import type { Store } from '../../sync/model/store';
import type { Surroundings } from './surroundings';

const NAME = 'choices';

/** What was chosen, as it was when it was last there: what is gone has no name any more, and nothing else takes its place. */
const Remembered = v.object({
  /** The mailbox's default calendar when the first run met it, where the user chose none. */
  main: v.optional(v.string(), ''),
  /** By id or type. */
  names: v.record(v.string(), v.string()),
  /** All calendars that were there. */
  calendars: v.optional(v.array(v.string()), []),
});
export type Remembered = v.InferOutput<typeof Remembered>;

export async function rememberedChoices(store: Store): Promise<Remembered> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Remembered), await store.cursor(NAME));
  return parsed.success ? parsed.output : { main: '', names: {}, calendars: [] };
}

/** Before each run: which calendar the default one is, and how everything chosen is called. */
export async function rememberChoices(store: Store, settings: Settings, around: Surroundings): Promise<Remembered> {
  const before = await rememberedChoices(store);
  const there = namesOf(around);
  const calendars = around.outlook.calendars.map(({ id }) => id).sort();
  // None of them is left: the mailbox was moved, and all its folders have new ids (graph.md 2). Its default calendar is what it was.
  const moved = !before.calendars.some((id) => calendars.includes(id));
  const known = moved ? '' : before.main;
  const main = settings.mainCalendar === '' ? known || (defaultOf(around)?.id ?? '') : '';
  const chosen = [
    main || settings.mainCalendar,
    ...settings.otherCalendars,
    ...settings.entities.map(({ type }) => type),
  ];
  const names = Object.fromEntries(
    chosen.flatMap((id) => {
      const name = there[id] ?? before.names[id];
      return name === undefined || id === '' ? [] : [[id, name]];
    }),
  );
  const value = JSON.stringify({ main, names, calendars } satisfies Remembered);
  if (value !== JSON.stringify(before))
    await store.commit({ cursors: { put: [{ pair: store.pair, name: NAME, value }] } });
  return { main, names, calendars };
}

const defaultOf = ({ outlook }: Surroundings) => outlook.calendars.find(({ isDefault }) => isDefault);

/** Calendars and entities as people know them. */
export function namesOf({ outlook, espo }: Surroundings): Record<string, string> {
  const calendars = outlook.calendars.map(({ id, name }) => [id, name] as const);
  return Object.fromEntries([...calendars, ...espo.entities.map(({ type, label }) => [type, label] as const)]);
}

interface Chosen {
  settings: Settings;
  around: Surroundings;
  remembered: Remembered;
}

/** Chosen, and not on the list as it was before it could not be read any more: whether they are there nobody can say. */
export function unknownCalendars({ settings, around }: Pick<Chosen, 'settings' | 'around'>): string[] {
  if (!around.stale.some(({ side, feed }) => side === 'outlook' && feed === 'calendars')) return [];
  const { calendars } = around.outlook;
  const chosen = [settings.mainCalendar, ...settings.otherCalendars];
  return chosen.filter((id) => id !== '' && !calendars.some((one) => one.id === id));
}

/** The calendar that was chosen; '' where it is gone, or where the mailbox calls another one its default than when nothing was chosen. */
export function mainCalendarOf({ settings, around, remembered }: Chosen): string {
  const { calendars } = around.outlook;
  // The only one answered "not found": the next look says what there is.
  if (calendars.length === 0) return settings.mainCalendar || remembered.main;
  const chosen = settings.mainCalendar;
  const there = (id: string) =>
    calendars.some((one) => one.id === id) || unknownCalendars({ settings, around }).includes(id);
  if (chosen !== '') return there(chosen) ? chosen : '';
  const now = defaultOf(around)?.id ?? '';
  return remembered.main === '' || remembered.main === now ? now : '';
}

/** Choices that are not there any more, and not merely unread. */
export function vanishedChoices(all: Chosen): VanishedChoice[] {
  const { settings, around, remembered } = all;
  const gone: VanishedChoice[] = [];
  const say = (what: VanishedChoice['what'], id: string) => gone.push({ what, id, name: remembered.names[id] ?? '' });
  if (mainCalendarOf(all) === '') say('mainCalendar', settings.mainCalendar || remembered.main);
  const unknown = unknownCalendars(all);
  for (const id of settings.otherCalendars)
    if (!unknown.includes(id) && !around.outlook.calendars.some((one) => one.id === id)) say('otherCalendar', id);
  const { defaultEntity, entities } = settings;
  const unread = around.stale.some(({ side, feed }) => side === 'espo' && feed === defaultEntity);
  const there = around.espo.entities.some(({ type }) => type === defaultEntity);
  if (entities.length > 0 && !there && !unread) say('defaultEntity', defaultEntity);
  return gone;
}
