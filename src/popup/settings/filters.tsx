import type { Settings } from '../../shared/settings';
import { Lines } from '../parts/lines';
import { Checkbox } from '../parts/parts';
import type { Change } from './draft';

/** Outlook takes no line break into a category, but nearly everything else. */
const LINES = /\n/;

/** Which events do not become records. What is linked already sleeps, and asks. */
export function Filters({ settings, change }: { settings: Settings; change: Change }) {
  return (
    <>
      <Checkbox
        label="Leave out events I have not answered"
        hint="They come when you accept; declined ones never do."
        checked={settings.filterNotAnswered}
        onCheck={(filterNotAnswered) => change({ filterNotAnswered })}
      />
      <Checkbox
        label="Leave out events shown as free"
        hint="Reminders and notes that do not make you busy."
        checked={settings.filterFree}
        onCheck={(filterFree) => change({ filterFree })}
      />
      <Checkbox
        label="Leave out all-day events"
        hint="Birthdays, holidays, absences."
        checked={settings.filterAllDay}
        onCheck={(filterAllDay) => change({ filterAllDay })}
      />
      <Lines
        label="Only these categories"
        hint="Categories of Outlook, one a line; empty means all events."
        values={settings.categoriesAllow}
        separator={LINES}
        onValues={(categoriesAllow) => change({ categoriesAllow })}
      />
      <Lines
        label="Not these categories"
        hint="Categories of Outlook, one a line."
        values={settings.categoriesDeny}
        separator={LINES}
        onValues={(categoriesDeny) => change({ categoriesDeny })}
      />
      <Checkbox
        label="Only with attendees from outside my organization"
        hint="Somebody takes part whose address has another domain than yours."
        checked={settings.onlyExternal}
        onCheck={(onlyExternal) => change({ onlyExternal })}
      />
      <Lines
        label="Own domains"
        hint="More domains of your organization, one a line; those of your own addresses count already."
        values={settings.ownDomains}
        separator={/[\s,;]+/}
        onValues={(ownDomains) => change({ ownDomains })}
      />
      <Checkbox
        label="Only with people known to EspoCRM"
        hint="A contact, a lead or another user takes part."
        checked={settings.onlyKnownPeople}
        onCheck={(onlyKnownPeople) => change({ onlyKnownPeople })}
      />
    </>
  );
}
