/** What an answer about a choice that is gone makes of the settings. */
import { SyncError } from '../../../shared/codes';
import type { ChosenThing } from '../../../shared/needs';
import { type Settings, withDefaultEntity, withMainCalendar } from '../../../shared/settings';
import { QUIET } from '../../sync/model/noted';
import type { Policy } from '../../sync/model/policy';
import type { Store } from '../../sync/model/store';
import { choiceId, choiceOf } from '../../sync/person/answer-choice';
import type { Answer } from '../../sync/person/answers';
import { CHOICE } from '../../sync/person/ids';
import type { Names } from './names';

/**
 * The settings after an answer about what is gone: another one takes its place, or an Other Calendar is left out from now on; undefined
 * where they stay as they are. `names`: entities as people know them.
 */
export function settingsAnswered(
  settings: Settings,
  { id, action, choice }: Answer,
  names: Names,
): Settings | undefined {
  if (!id.startsWith(CHOICE)) return undefined;
  const { what, type, id: gone } = choiceOf(id);
  if (action === 'choose') return withChoice(settings, what, type, choice, names);
  if (what !== 'otherCalendar') return undefined;
  return { ...settings, otherCalendars: settings.otherCalendars.filter((other) => other !== gone) };
}

function withChoice(settings: Settings, what: ChosenThing, type: string, choice: string, names: Names): Settings {
  switch (what) {
    case 'locationField':
      return { ...settings, locationField: { ...settings.locationField, [type]: choice } };
    case 'joinLinkField':
      return { ...settings, joinLinkField: { ...settings.joinLinkField, [type]: choice } };
    case 'teamsField':
      return { ...settings, teamsField: { ...settings.teamsField, [type]: choice } };
    case 'mainCalendar':
      return { ...settings, ...withMainCalendar(settings, choice) };
    case 'defaultEntity':
      return { ...settings, ...withDefaultEntity(settings, choice, (one) => names.get(one) ?? one) };
    // Nothing of ours is chosen for these.
    case 'entity':
    case 'otherCalendar':
    case 'defaultTeam':
    case 'statusOption':
    case 'teams':
      throw new SyncError('message.refused', what);
  }
}

/** What is there again is asked about again, should it go once more. */
export async function forgetAnswered(store: Store, { gone }: Policy): Promise<void> {
  const left = await store.cursorNames(QUIET + CHOICE);
  const asked = new Set(gone.map((choice) => QUIET + choiceId(choice)));
  const remove = left.filter((name) => !asked.has(name));
  if (remove.length > 0) await store.commit({ cursors: { remove } });
}
