/** The settings, group by group. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { say } from '../../shared/say';
import type { SettingKey } from '../../shared/settings';
import type { AppState } from '../../shared/state';
import { Field } from '../parts/fields';
import { Choice, DateSetting, Hint, ListSetting, Setting, Toggle } from './bound';
import { Calendars } from './calendars';
import { draft, edit } from './draft';
import { Entities } from './entities';
import { EntityFields } from './entity-fields';
import { Invite } from './invite';
import { isLocked } from './locked';
import { Notify } from './notify';
import { isSought } from './sought';

/** Outlook takes no line break into a category, but nearly everything else. */
const LINES = /\n/;
const WORDS = /[\s,;]+/;

/** The settings by the question that each answers. */
export function Groups({ app }: { app: AppState }) {
  const settings = draft.value;
  if (!app.pair || !settings) return null;
  return (
    <>
      <Group
        name="what"
        keys={[
          'enabled',
          'syncSince',
          'entities',
          'defaultEntity',
          'mainCalendar',
          'otherCalendars',
          'recurring',
          'privateEvents',
        ]}
      >
        {app.missing === '' ? <Toggle of="enabled" /> : <p class="box warn">{say(`missing_${app.missing}`)}</p>}
        <DateSetting of="syncSince" otherwise={app.pair.since} />
        <Entities choices={app.entities} settings={settings} change={edit} />
        <Calendars calendars={app.calendars} gone={app.gone} settings={settings} change={edit} />
        <Toggle of="recurring" />
        <Choice
          of="privateEvents"
          options={(['leaveOut', 'timesOnly', 'full'] as const).map((value) => ({
            value,
            text: say(`set_privateEvents_${value}`),
          }))}
        />
      </Group>
      <Group name="way" keys={['direction', 'conflicts', 'descriptionBothWays']}>
        <Choice
          of="direction"
          options={app.managed.directions.map((value) => ({ value, text: say(`set_direction_${value}`) }))}
          more={
            <>
              {say(`set_direction_${settings.direction}_hint`)}
              {settings.direction !== 'outlookToEspo' && !app.outlook.canWrite && (
                <> {say('set_direction_asksOnSave')}</>
              )}
            </>
          }
        />
        <Choice
          of="conflicts"
          options={(['lastWins', 'outlookWins', 'espoWins', 'ask'] as const).map((value) => ({
            value,
            text: say(`set_conflicts_${value}`),
          }))}
        />
        <Toggle of="descriptionBothWays" />
      </Group>
      <Group
        name="left"
        keys={[
          'filterNotAnswered',
          'filterFree',
          'filterAllDay',
          'categoriesAllow',
          'categoriesDeny',
          'onlyExternal',
          'ownDomains',
          'onlyKnownPeople',
        ]}
      >
        <Toggle of="filterNotAnswered" />
        <Toggle of="filterFree" />
        <Toggle of="filterAllDay" />
        <ListSetting of="categoriesAllow" separator={LINES} />
        <ListSetting of="categoriesDeny" separator={LINES} />
        <Toggle of="onlyExternal" />
        <ListSetting of="ownDomains" separator={WORDS} />
        <Toggle of="onlyKnownPeople" />
      </Group>
      <Group
        name="people"
        keys={['attendees', 'invite', 'unknownAttendees', 'blockList', 'alsoParticipant', 'assignDefaultTeam']}
      >
        <Toggle of="attendees" inverted />
        <Invite app={app} />
        <Choice
          of="unknownAttendees"
          options={(['ignore', 'list'] as const).map((value) => ({
            value,
            text: say(`set_unknownAttendees_${value}`),
          }))}
        />
        <ListSetting of="blockList" separator={WORDS} />
        <Toggle of="alsoParticipant" />
        <Toggle of="assignDefaultTeam" />
      </Group>
      <Group name="parent" keys={['setParent', 'parentInSubject', 'parentByDomain']}>
        <Choice
          of="setParent"
          options={(['never', 'certain', 'ask'] as const).map((value) => ({
            value,
            text: say(`set_setParent_${value}`),
          }))}
        />
        <Toggle of="parentInSubject" />
        <Toggle of="parentByDomain" />
      </Group>
      <Group
        name="gone"
        keys={['removeOutlookOnEspoRemoval', 'removeEspoOnOutlookRemoval', 'updateMeetingsWithAttendees']}
      >
        <Toggle of="removeOutlookOnEspoRemoval" />
        <Toggle of="removeEspoOnOutlookRemoval" />
        <Toggle of="updateMeetingsWithAttendees" />
      </Group>
      <Group name="status" keys={['markHeld', 'declinedNotHeld', 'markTentative']}>
        <Toggle of="markHeld" />
        <Toggle of="declinedNotHeld" />
        <Toggle of="markTentative" />
      </Group>
      <Group name="given" keys={['reminders', 'teamsMeeting', 'linkedCategory', 'heldCategory', 'notHeldCategory']}>
        <Toggle of="reminders" />
        <Choice
          of="teamsMeeting"
          options={(['never', 'field', 'always'] as const).map((value) => ({
            value,
            text: say(`set_teamsMeeting_${value}`),
          }))}
        />
        {(['linkedCategory', 'heldCategory', 'notHeldCategory'] as const).map((of) => (
          <Setting key={of} of={of}>
            <Field
              label={say(`set_${of}`)}
              hint={<Hint of={of} />}
              {...(of === 'linkedCategory' ? { placeholder: say('espo') } : {})}
              maxLength={255}
              autocomplete="off"
              disabled={isLocked(of)}
              value={settings[of]}
              onText={(text) => edit({ [of]: text })}
            />
          </Setting>
        ))}
      </Group>
      {settings.entities.length > 0 && (
        <Group
          name="fields"
          keys={['entityCategory', 'locationField', 'joinLinkField', 'teamsField', 'showAs', 'fieldDefaults']}
        >
          <EntityFields choices={app.entities} settings={settings} change={edit} />
        </Group>
      )}
      <Group name="told" keys={['notifications']}>
        <Notify app={app} />
      </Group>
    </>
  );
}

type GroupName = 'what' | 'way' | 'left' | 'people' | 'parent' | 'gone' | 'status' | 'given' | 'fields' | 'told';

function Group({
  name,
  keys,
  children,
}: {
  name: GroupName;
  keys: readonly SettingKey[];
  children: ComponentChildren;
}) {
  const id = useId();
  if (!keys.some(isSought)) return null;
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{say(`group_${name}`)}</h2>
      {children}
    </section>
  );
}
