import type { PartView } from '../../../shared/state';
import type { Pair } from '../../store/database';
import type { StoredPart } from '../../store/values';
import type { Surroundings } from '../kept/surroundings';

/** What is known about a side as a whole and goes on as it was last read, by the word that stands for it (kept/read-around.ts). */
const OLD: Record<string, string> = {
  me: 'The address of your mailbox',
  mailboxSettings: 'The time zone of your mailbox',
  calendars: 'The list of your calendars',
  'App/user': 'Your rights in EspoCRM',
  Metadata: "EspoCRM's list of entities",
  I18n: "EspoCRM's names of entities and fields",
  ExternalAccount: "EspoCRM's own integrations",
};
const ENTITY = 'entityDefs.';

const CLOSED = 'paused: EspoCRM no longer lets you read it. Your EspoCRM administrator can give your role access.';

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
    .map((type): PartView => ({ name: type, sentence: CLOSED, since: 0 }));
  return [...parts.map((part) => partView(part, around)), ...closed];
}

function partView({ side, feed, name, code, detail, since }: StoredPart, around: Surroundings): PartView {
  if (code === 'espo.noAccess') return { name: name || feed, sentence: CLOSED, since };
  const said = detail === '' ? code : `${code}: ${detail}`;
  const old = OLD[feed] ?? entityName(feed, around);
  if (old !== undefined)
    return { name: old, sentence: `cannot be read now (${said}); what was known before goes on.`, since };
  const what = side === 'outlook' ? 'Nothing is made in it or taken from it' : 'None of it is made, changed or removed';
  return { name: name || feed, sentence: `does not answer as it should (${said}). ${what} until it does.`, since };
}

function entityName(feed: string, { espo }: Surroundings): string | undefined {
  if (!feed.startsWith(ENTITY)) return undefined;
  const type = feed.slice(ENTITY.length);
  return `How ${espo.entities.find((entity) => entity.type === type)?.label ?? type} is built`;
}
