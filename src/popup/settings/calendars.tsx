import { type Settings, withMainCalendar } from '../../shared/settings';
import type { AppState, CalendarChoice } from '../../shared/state';
import { Checkbox, Select } from '../parts/parts';
import type { Change } from './draft';

interface Props {
  calendars: readonly CalendarChoice[];
  gone: AppState['gone'];
  settings: Settings;
  change: Change;
}

/** What the main calendar is while none is chosen that is there. */
const NONE = '(none)';

export function Calendars({ calendars, gone: allGone, settings, change }: Props) {
  if (calendars.length === 0) return null;
  // Nobody has chosen one: then it is the mailbox's default.
  const chosen = (c: CalendarChoice) => (settings.mainCalendar === '' ? c.isDefault : c.id === settings.mainCalendar);
  // Another one picked and not saved yet is there.
  const gone = allGone.find(
    ({ what, id }) => what === 'mainCalendar' && (settings.mainCalendar === '' || settings.mainCalendar === id),
  );
  const main = gone ? undefined : calendars.find(chosen);
  const options = calendars.filter((c) => c.own && c.canEdit).map((c) => ({ value: c.id, text: c.name }));
  if (!main) options.push({ value: NONE, text: gone?.name ? `${gone.name} (gone)` : 'A calendar that is gone' });
  const others = calendars.filter((c) => c !== main);
  return (
    <>
      <Select
        label="Main Calendar"
        value={main?.id ?? NONE}
        options={options}
        hint="New events from EspoCRM are made here."
        onPick={(id) => change(id === NONE ? {} : withMainCalendar(settings, id))}
      />
      {others.length > 0 && (
        <fieldset class="calendars">
          <legend>Other Calendars</legend>
          {others.map((c) => {
            const hint = hintOf(c);
            return (
              <Checkbox
                key={c.id}
                label={c.name}
                {...(hint === '' ? {} : { hint })}
                checked={settings.otherCalendars.includes(c.id)}
                onCheck={(checked) => change({ otherCalendars: toggled(settings.otherCalendars, c.id, checked) })}
              />
            );
          })}
        </fieldset>
      )}
    </>
  );
}

function hintOf({ own, canEdit }: CalendarChoice): string {
  if (own) return canEdit ? '' : 'Read only';
  return 'Somebody else’s, read only';
}

const toggled = (ids: readonly string[], id: string, on: boolean): string[] =>
  on ? [...ids.filter((other) => other !== id), id] : ids.filter((other) => other !== id);
