/** Which calendars are synced. */
import { say } from '../../shared/say';
import { type Settings, withMainCalendar } from '../../shared/settings';
import type { AppState, CalendarChoice } from '../../shared/state';
import { Checkbox, Select } from '../parts/fields';
import { Hint, Setting } from './bound';
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
  const lost = gone?.name ? say('set_calendarGoneNamed', { name: gone.name }) : say('set_calendarGone');
  const others = calendars.filter((c) => c !== main);
  return (
    <>
      <Setting of="mainCalendar">
        <Select
          label={say('set_mainCalendar')}
          value={main?.id ?? NONE}
          options={main ? options : [...options, { value: NONE, text: lost }]}
          hint={<Hint of="mainCalendar" />}
          onPick={(id) => change(id === NONE ? {} : withMainCalendar(settings, id))}
        />
      </Setting>
      {others.length > 0 && (
        <Setting of="otherCalendars">
          <fieldset class="calendars">
            <legend>{say('set_otherCalendars')}</legend>
            <p class="hint">
              <Hint of="otherCalendars" />
            </p>
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
        </Setting>
      )}
    </>
  );
}

function hintOf({ own, canEdit }: CalendarChoice): string {
  if (own) return canEdit ? '' : say('set_readOnly');
  return say('set_othersReadOnly');
}

const toggled = (ids: readonly string[], id: string, on: boolean): string[] =>
  on ? [...ids.filter((other) => other !== id), id] : ids.filter((other) => other !== id);
