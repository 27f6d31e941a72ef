import type { ComponentChildren } from 'preact';
import { SETTINGS, type SettingKey, type Settings } from '../../shared/settings';
import type { AppState } from '../../shared/state';
import { Lines } from '../parts/lines';
import { Checkbox, Select } from '../parts/parts';
import type { Change } from './draft';
import { EntityFields } from './entity-fields';
import { Filters } from './filters';

interface Props {
  settings: Settings;
  change: Change;
}

/** What few people need to look at: folded away, each part saying how much of it is not as it was delivered. */
export function MoreSettings({ app, settings, change }: Props & { app: AppState }) {
  return (
    <div class="more">
      <Section
        title="People"
        settings={settings}
        keys={['attendees', 'unknownAttendees', 'blockList', 'alsoParticipant', 'assignDefaultTeam']}
      >
        <People settings={settings} change={change} />
      </Section>
      <Section
        title="What to leave out"
        settings={settings}
        keys={[
          'filterNotAnswered',
          'filterFree',
          'filterAllDay',
          'categoriesAllow',
          'categoriesDeny',
          'onlyExternal',
          'onlyKnownPeople',
        ]}
      >
        <Filters settings={settings} change={change} />
      </Section>
      <Section
        title="Changes"
        settings={settings}
        keys={['conflicts', 'updateMeetingsWithAttendees', 'descriptionBothWays']}
      >
        <Changes settings={settings} change={change} />
      </Section>
      <Section title="Recurring and private" settings={settings} keys={['recurring', 'privateEvents']}>
        <Special settings={settings} change={change} />
      </Section>
      {settings.entities.length > 0 && (
        <Section title="Fields" settings={settings} keys={['locationField', 'joinLinkField']}>
          <EntityFields choices={app.entities} settings={settings} change={change} />
        </Section>
      )}
    </div>
  );
}

interface SectionProps {
  title: string;
  settings: Settings;
  keys: readonly SettingKey[];
  children: ComponentChildren;
}

function Section({ title, settings, keys, children }: SectionProps) {
  const own = keys.filter((key) => JSON.stringify(settings[key]) !== JSON.stringify(SETTINGS[key].default)).length;
  return (
    <details>
      <summary>
        <span>{title}</span>
        {own > 0 && <span class="count">{own.toLocaleString()} changed</span>}
      </summary>
      <div class="section">{children}</div>
    </details>
  );
}

function People({ settings, change }: Props) {
  return (
    <>
      <Checkbox
        label="Don't sync attendees"
        hint="Records get only you, not the users, contacts and leads who take part."
        checked={!settings.attendees}
        onCheck={(off) => change({ attendees: !off })}
      />
      <Select
        label="Unknown attendees"
        value={settings.unknownAttendees}
        options={[
          { value: 'ignore', text: 'Ignore' },
          { value: 'list', text: 'List under Needs you' },
        ]}
        hint="People whose address EspoCRM does not know; nobody is ever added without you."
        onPick={(value) => change({ unknownAttendees: value as Settings['unknownAttendees'] })}
      />
      <Lines
        label="Block list"
        hint="Domains and addresses that are never put on a record, one a line: customer.example or bob@customer.example."
        values={settings.blockList}
        separator={/[\s,;]+/}
        onValues={(blockList) => change({ blockList })}
      />
      <Checkbox
        label="Also meetings where I only take part"
        hint="Records assigned to somebody else get an event in your calendar, too."
        checked={settings.alsoParticipant}
        onCheck={(alsoParticipant) => change({ alsoParticipant })}
      />
      <Checkbox
        label="Assign my default team"
        hint="New records get the default team that EspoCRM has for you."
        checked={settings.assignDefaultTeam}
        onCheck={(assignDefaultTeam) => change({ assignDefaultTeam })}
      />
    </>
  );
}

function Changes({ settings, change }: Props) {
  return (
    <>
      <Select
        label="Conflicts"
        value={settings.conflicts}
        options={[
          { value: 'lastWins', text: 'The last change wins' },
          { value: 'ask', text: 'Ask me' },
        ]}
        hint="When both sides changed the same thing; what was overruled stays in Activity."
        onPick={(value) => change({ conflicts: value as Settings['conflicts'] })}
      />
      <Checkbox
        label="Update my meetings that have attendees (Outlook notifies them)"
        hint="Otherwise such changes wait under Needs you, with the names of those who would be mailed."
        checked={settings.updateMeetingsWithAttendees}
        onCheck={(updateMeetingsWithAttendees) => change({ updateMeetingsWithAttendees })}
      />
      <Checkbox
        label="Description both ways"
        hint="Otherwise it travels only from where the event was made; never on events with attendees."
        checked={settings.descriptionBothWays}
        onCheck={(descriptionBothWays) => change({ descriptionBothWays })}
      />
    </>
  );
}

function Special({ settings, change }: Props) {
  return (
    <>
      <Checkbox
        label="Recurring events"
        hint="From 30 days back to 90 days ahead, as single records; Outlook is master."
        checked={settings.recurring}
        onCheck={(recurring) => change({ recurring })}
      />
      <Select
        label="Private events"
        value={settings.privateEvents}
        options={[
          { value: 'leaveOut', text: 'Leave out' },
          { value: 'timesOnly', text: 'As "Private appointment" with times only' },
          { value: 'full', text: 'In full' },
        ]}
        hint="What EspoCRM gets of events that are marked private or confidential."
        onPick={(value) => change({ privateEvents: value as Settings['privateEvents'] })}
      />
    </>
  );
}
