import type { Request } from '../../../shared/messages';
import { type Settings, withDefaultEntity, withMainCalendar } from '../../../shared/settings';
import type { Store } from '../../sync/model/store';
import { CHOICE } from '../../sync/person/answers';
import { rememberedChoices } from '../kept/choices';

/** The settings after a choice that was gone is made again, or left out for good; undefined where the answer is about something else. */
export async function settingsAnswered(
  store: Store,
  settings: Settings,
  { id, action, choice }: Request<'needs.act'>,
): Promise<Settings | undefined> {
  if (!id.startsWith(CHOICE)) return undefined;
  const [what, ...rest] = id.slice(CHOICE.length).split('|');
  const gone = rest.join('|');
  if (what === 'otherCalendar' && (action === 'discard' || action === 'remove'))
    return { ...settings, otherCalendars: settings.otherCalendars.filter((other) => other !== gone) };
  if (action !== 'choose' || choice === '') return undefined;
  if (what === 'mainCalendar') return { ...settings, ...withMainCalendar(settings, choice) };
  const { names } = await rememberedChoices(store);
  if (what === 'defaultEntity')
    return { ...settings, ...withDefaultEntity(settings, choice, (type) => names[type] ?? type) };
  return undefined;
}
