/** What is known about a side as a whole and goes on as it was last read, by the word that stands for it (kept/read-around.ts). */
import type { KnownThing, PartView } from '../../../shared/state';
import type { Pair } from '../../store/database';
import type { StoredPart } from '../../store/values';
import { toView } from '../kept/errors';
import type { Surroundings } from '../kept/surroundings';

const THINGS: Readonly<Record<string, KnownThing>> = {
  me: 'me',
  mailboxSettings: 'mailboxSettings',
  calendars: 'calendars',
  'App/user': 'rights',
  Metadata: 'entities',
  I18n: 'names',
  ExternalAccount: 'integrations',
};
const DEFINITION = 'entityDefs.';

/** What could not be read in the last run, and what is not offered any more since the rights were last read (DESIGN 3.7). */
export function partsOf(
  { settings }: Pair,
  around: Surroundings | undefined,
  parts: readonly StoredPart[],
): PartView[] {
  if (!around) return [];
  const closed = settings.entities
    .map(({ type }) => type)
    .filter((type) => !around.espo.entities.some((entity) => entity.type === type))
    .filter((type) => !parts.some(({ side, feed }) => side === 'espo' && feed === type))
    .map((type): PartView => ({ kind: 'closed', side: 'espo', name: type, thing: '', error: undefined, since: 0 }));
  return [...parts.map((part) => partView(part, around)), ...closed];
}

function partView({ side, feed, name, code, detail, since }: StoredPart, around: Surroundings): PartView {
  const error = toView({ code, detail, names: {} });
  const of = { side, name: name || feed, thing: '' as const, error, since };
  if (code === 'espo.noAccess') return { ...of, kind: 'closed' };
  const thing = THINGS[feed];
  if (thing !== undefined) return { ...of, kind: 'old', name: '', thing };
  if (feed.startsWith(DEFINITION)) {
    const type = feed.slice(DEFINITION.length);
    const entity = around.espo.entities.find((one) => one.type === type);
    return { ...of, kind: 'old', name: entity?.label ?? type, thing: 'definition' };
  }
  return { ...of, kind: 'failing' };
}

/** Kinds of records of which nothing is read now. */
export const unreadTypes = (parts: readonly StoredPart[]): string[] =>
  parts.flatMap(({ side, feed }) => (side === 'espo' ? [feed] : []));
