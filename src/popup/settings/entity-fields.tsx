import { say } from '../../shared/say';
import type { Settings } from '../../shared/settings';
import type { EntityChoice } from '../../shared/state';
import { Select } from '../parts/fields';
import { Setting } from './bound';
import type { Change } from './draft';

interface Props {
  choices: readonly EntityChoice[];
  settings: Settings;
  change: Change;
}

/** Per synced entity, the fields that carry what EspoCRM has no field of its own for. */
export function EntityFields({ choices, settings, change }: Props) {
  return (
    <>
      {settings.entities.map(({ type }) => {
        const choice = choices.find((c) => c.type === type);
        const { locationField, joinLinkField } = settings;
        return (
          <fieldset key={type}>
            <legend dir="auto">{choice?.label ?? type}</legend>
            <Setting of="locationField">
              <FieldSelect
                label={say('set_locationField')}
                hint={say('set_locationField_hint')}
                none={say('set_automatic')}
                fields={choice?.locationFields ?? []}
                value={locationField[type] ?? ''}
                onPick={(field) => change({ locationField: withField(locationField, type, field) })}
              />
            </Setting>
            <Setting of="joinLinkField">
              <FieldSelect
                label={say('set_joinLinkField')}
                hint={say('set_joinLinkField_hint')}
                none={say('set_none')}
                fields={choice?.joinLinkFields ?? []}
                value={joinLinkField[type] ?? ''}
                onPick={(field) => change({ joinLinkField: withField(joinLinkField, type, field) })}
              />
            </Setting>
          </fieldset>
        );
      })}
    </>
  );
}

interface FieldSelectProps {
  label: string;
  hint: string;
  /** What is said where nothing is chosen. */
  none: string;
  fields: EntityChoice['locationFields'];
  value: string;
  onPick: (field: string) => void;
}

function FieldSelect({ label, hint, none, fields, value, onPick }: FieldSelectProps) {
  const options = [{ value: '', text: none }, ...fields.map(({ name, label: text }) => ({ value: name, text }))];
  // Chosen once and not offered any more (a right was withdrawn): still what is stored.
  if (!options.some((option) => option.value === value)) options.push({ value, text: value });
  return <Select label={label} hint={hint} value={value} options={options} onPick={onPick} />;
}

const withField = (fields: Record<string, string>, type: string, field: string): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(fields).filter(([key]) => key !== type)),
  ...(field === '' ? {} : { [type]: field }),
});
