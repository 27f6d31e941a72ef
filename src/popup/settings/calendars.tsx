import { say } from '../../shared/say';
import type { Settings } from '../../shared/settings';
import type { CalendarChoice } from '../../shared/state';
import { Checkbox, Select } from '../parts/fields';
import { Hint, Setting } from './bound';
import type { Change } from './draft';

interface Props {
  calendars: readonly CalendarChoice[];
  settings: Settings;
  change: Change;
}

export function Calendars({ calendars, settings, change }: Props) {
  if (calendars.length === 0) return null;
  // Stored as '' the main calendar follows the mailbox's default one.
  const valueOf = (c: CalendarChoice) => (c.isDefault ? '' : c.id);
  const main = calendars.find((c) => c.id === settings.mainCalendar) ?? calendars.find((c) => c.isDefault);
  const gone = settings.mainCalendar !== '' && !calendars.some((c) => c.id === settings.mainCalendar);
  const options = calendars.filter((c) => c.own && c.canEdit).map((c) => ({ value: valueOf(c), text: c.name }));
  const others = calendars.filter((c) => c !== main || gone);
  return (
    <>
      <Setting of="mainCalendar">
        <Select
          label={say('set_mainCalendar')}
          value={gone || !main ? settings.mainCalendar : valueOf(main)}
          options={gone ? [...options, { value: settings.mainCalendar, text: say('set_calendarGone') }] : options}
          hint={<Hint of="mainCalendar" />}
          onPick={(value) => change({ mainCalendar: value, otherCalendars: withoutMain(settings, calendars, value) })}
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

/** A calendar is main or other, never both. */
function withoutMain(settings: Settings, calendars: readonly CalendarChoice[], main: string): string[] {
  const id = main === '' ? calendars.find((c) => c.isDefault)?.id : main;
  return settings.otherCalendars.filter((other) => other !== id);
}

const toggled = (ids: readonly string[], id: string, on: boolean): string[] =>
  on ? [...ids.filter((other) => other !== id), id] : ids.filter((other) => other !== id);
