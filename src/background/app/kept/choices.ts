import { SyncError } from '../../../shared/codes';
import type { ChosenThing } from '../../../shared/needs';
import type { Settings } from '../../../shared/settings';
import type { Policy } from '../../sync/model/policy';
import type { Store } from '../../sync/model/store';
import { CHOICE } from '../../sync/person/ids';
import { choiceId } from '../../sync/person/needs';
import { QUIET } from '../../sync/write/wished-meetings';

/** The settings with another thing chosen in the place of one that is gone; `id` names what that was. */
export function withChoice(settings: Settings, { id, choice }: { id: string; choice: string }): Settings {
  const [what, type = ''] = id.slice(CHOICE.length).split('|') as [ChosenThing, string?];
  switch (what) {
    case 'locationField':
      return { ...settings, locationField: { ...settings.locationField, [type]: choice } };
    case 'joinLinkField':
      return { ...settings, joinLinkField: { ...settings.joinLinkField, [type]: choice } };
    case 'mainCalendar':
      return { ...settings, mainCalendar: choice };
    case 'defaultEntity':
      return { ...settings, defaultEntity: choice };
    // Nothing of ours is chosen for these.
    case 'entity':
    case 'defaultTeam':
    case 'statusOption':
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
