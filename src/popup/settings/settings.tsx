import { useSignal } from '@preact/signals';
import { DIRECTIONS, type Direction, type Settings } from '../../shared/settings';
import type { AppState } from '../../shared/state';
import { MISSING_TEXTS } from '../../shared/texts';
import { useAction } from '../model/action';
import { Checkbox, ErrorBox, Field, Select } from '../parts/parts';
import { Calendars } from './calendars';
import { type Change, discardEdits, draft, edit, save, unsaved } from './draft';
import { Entities } from './entities';
import { MoreSettings } from './more-settings';

const DIRECTION_TEXTS: Record<Direction, { text: string; hint: string }> = {
  both: { text: 'Two-way', hint: 'Changes travel both ways.' },
  outlookToEspo: { text: 'Outlook to EspoCRM', hint: 'Nothing is written in Outlook.' },
  espoToOutlook: { text: 'EspoCRM to Outlook', hint: 'Nothing is written in EspoCRM.' },
};

export function SettingsForm({ app }: { app: AppState }) {
  const action = useAction();
  const saved = useSignal(false);
  const settings = draft.value;
  if (!app.pair || !settings) return null;
  const change: Change = (part) => {
    saved.value = false;
    edit(part);
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    saved.value = false;
    saved.value = await action.run(save);
  };
  return (
    <form
      class={unsaved.value ? 'card settings unsaved' : 'card settings'}
      aria-label="Settings"
      noValidate
      onSubmit={(event) => void submit(event)}
    >
      <h2>Settings</h2>
      <Enabled app={app} settings={settings} change={change} />
      <Select
        label="Direction"
        value={settings.direction}
        options={DIRECTIONS.map((value) => ({ value, text: DIRECTION_TEXTS[value].text }))}
        hint={directionHint(app, settings.direction)}
        onPick={(value) => change({ direction: value as Direction })}
      />
      <Field
        label="Sync since"
        type="date"
        value={settings.syncSince || app.pair.since}
        hint="Earlier events and records are left alone."
        onText={(syncSince) => change({ syncSince })}
      />
      <Entities choices={app.entities} settings={settings} change={change} />
      <Calendars calendars={app.calendars} settings={settings} change={change} />
      <Checkbox
        label="Remove Outlook event upon removal in EspoCRM"
        checked={settings.removeOutlookOnEspoRemoval}
        onCheck={(removeOutlookOnEspoRemoval) => change({ removeOutlookOnEspoRemoval })}
      />
      <Checkbox
        label="Remove EspoCRM record upon removal in Outlook"
        checked={settings.removeEspoOnOutlookRemoval}
        onCheck={(removeEspoOnOutlookRemoval) => change({ removeEspoOnOutlookRemoval })}
      />
      <MoreSettings app={app} settings={settings} change={change} />
      <ErrorBox error={action.error} />
      <footer class="save">
        <button type="submit" class="primary" disabled={action.busy} aria-busy={action.busy}>
          Save
        </button>
        {unsaved.value && (
          <button type="button" disabled={action.busy} onClick={discardEdits}>
            Revert
          </button>
        )}
        <span class="hint" aria-live="polite">
          {unsaved.value ? 'Not saved yet' : saved.value ? 'Saved' : ''}
        </span>
      </footer>
    </form>
  );
}

function Enabled({ app, settings, change }: { app: AppState; settings: Settings; change: Change }) {
  if (app.outlook.state !== 'connected' || app.espo.state !== 'connected')
    return <p class="box note">Connect both sides to switch the sync on.</p>;
  if (app.missing !== '') return <p class="box warn">{MISSING_TEXTS[app.missing]}</p>;
  return (
    <Checkbox
      label="Outlook Calendar"
      hint="Switches the sync on. Start then lets it run by itself."
      checked={settings.enabled}
      onCheck={(enabled) => change({ enabled })}
    />
  );
}

function directionHint(app: AppState, direction: Direction): string {
  const { hint } = DIRECTION_TEXTS[direction];
  return direction === 'outlookToEspo' || app.outlook.canWrite
    ? hint
    : `${hint} Microsoft asks you to allow changes in your calendar when you press Save.`;
}
