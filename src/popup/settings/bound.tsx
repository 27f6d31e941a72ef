/** Controls that are bound to a setting by its key: value, label, sentence, what it does now, and whether it may be changed. */
import type { ComponentChildren } from 'preact';
import { say } from '../../shared/say';
import type { SettingKey, Settings } from '../../shared/settings';
import { Checkbox, Field, Select } from '../parts/fields';
import { Lines } from '../parts/lines';
import { Locked } from '../parts/locked';
import { draft, edit } from './draft';
import { effects } from './effects';
import { isLocked } from './locked';
import { isSought } from './sought';

type KeysOf<T> = { [K in SettingKey]: Settings[K] extends T ? K : never }[SettingKey];
type Toggles = KeysOf<boolean>;
type Choices =
  | 'direction'
  | 'conflicts'
  | 'notifications'
  | 'privateEvents'
  | 'invite'
  | 'unknownAttendees'
  | 'setParent'
  | 'teamsMeeting';
type Lists = 'blockList' | 'categoriesAllow' | 'categoriesDeny' | 'ownDomains';

/** What stands under a control. */
export function Hint({ of, more }: { of: SettingKey; more?: ComponentChildren }) {
  const left = effects.value.get(of) ?? 0;
  return (
    <>
      {say(`set_${of}_hint`)}
      {more && <> {more}</>}
      {left > 0 && <b> {say('set_leavesOut', { count: left })}</b>}
      {isLocked(of) && (
        <>
          {' '}
          <Locked />
        </>
      )}
    </>
  );
}

/** The place of one setting, which links lead to. Not there while something else is searched for. */
export function Setting({ of, children }: { of: SettingKey; children: ComponentChildren }) {
  if (!isSought(of)) return null;
  return (
    <div class="setting" id={`set-${of}`}>
      {children}
    </div>
  );
}

/** `inverted`: what the box says is the opposite of what is stored. */
export function Toggle({ of, inverted = false }: { of: Toggles; inverted?: boolean }) {
  const settings = draft.value;
  if (!settings) return null;
  return (
    <Setting of={of}>
      <Checkbox
        label={say(`set_${of}`)}
        hint={<Hint of={of} />}
        checked={settings[of] !== inverted}
        disabled={isLocked(of)}
        onCheck={(checked) => edit({ [of]: checked !== inverted })}
      />
    </Setting>
  );
}

interface ChoiceProps<K extends Choices> {
  of: K;
  options: readonly { value: Settings[K]; text: string }[];
  /** What the chosen one means. */
  more?: ComponentChildren;
}

export function Choice<K extends Choices>({ of, options, more }: ChoiceProps<K>) {
  const settings = draft.value;
  if (!settings) return null;
  return (
    <Setting of={of}>
      <Select
        label={say(`set_${of}`)}
        hint={<Hint of={of} more={more} />}
        value={settings[of]}
        options={options}
        disabled={isLocked(of)}
        onPick={(value) => edit({ [of]: value })}
      />
    </Setting>
  );
}

export function ListSetting({ of, separator }: { of: Lists; separator: RegExp }) {
  const settings = draft.value;
  if (!settings) return null;
  return (
    <Setting of={of}>
      <Lines
        label={say(`set_${of}`)}
        hint={<Hint of={of} />}
        values={settings[of]}
        separator={separator}
        disabled={isLocked(of)}
        onValues={(values) => edit({ [of]: values })}
      />
    </Setting>
  );
}

/** `otherwise`: the date that an empty one stands for. */
export function DateSetting({ of, otherwise }: { of: 'syncSince'; otherwise: string }) {
  const settings = draft.value;
  if (!settings) return null;
  return (
    <Setting of={of}>
      <Field
        label={say(`set_${of}`)}
        type="date"
        value={settings[of] || otherwise}
        hint={<Hint of={of} />}
        disabled={isLocked(of)}
        onText={(date) => edit({ [of]: date })}
      />
    </Setting>
  );
}
