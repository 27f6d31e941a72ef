/** Per kind of record: which of its fields hold the place and the join link, or ask for a Teams meeting; how its events show. */
import type { ComponentChildren } from 'preact';
import { say } from '../../shared/say';
import { type Settings, SHOWN_AS } from '../../shared/settings';
import type { EntityChoice } from '../../shared/state';
import { Field, Select } from '../parts/fields';
import { Hint, Setting } from './bound';
import type { Change } from './draft';
import { isLocked } from './locked';

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
        const { entityCategory, locationField, joinLinkField, teamsField, showAs, fieldDefaults } = settings;
        return (
          <fieldset key={type}>
            <legend dir="auto">{choice?.label ?? type}</legend>
            <Setting of="entityCategory">
              <Field
                label={say('set_entityCategory')}
                hint={<Hint of="entityCategory" />}
                disabled={isLocked('entityCategory')}
                autocomplete="off"
                maxLength={255}
                value={entityCategory[type] ?? ''}
                onText={(text) => change({ entityCategory: withField(entityCategory, type, text) })}
              />
            </Setting>
            <Setting of="locationField">
              <FieldSelect
                label={say('set_locationField')}
                hint={<Hint of="locationField" />}
                disabled={isLocked('locationField')}
                none={say('set_automatic')}
                fields={choice?.locationFields ?? []}
                value={locationField[type] ?? ''}
                onPick={(field) => change({ locationField: withField(locationField, type, field) })}
              />
            </Setting>
            <Setting of="joinLinkField">
              <FieldSelect
                label={say('set_joinLinkField')}
                hint={<Hint of="joinLinkField" />}
                disabled={isLocked('joinLinkField')}
                none={say('set_none')}
                fields={choice?.joinLinkFields ?? []}
                value={joinLinkField[type] ?? ''}
                onPick={(field) => change({ joinLinkField: withField(joinLinkField, type, field) })}
              />
            </Setting>
            {settings.teamsMeeting === 'field' && (
              <Setting of="teamsField">
                <FieldSelect
                  label={say('set_teamsField')}
                  hint={<Hint of="teamsField" />}
                  disabled={isLocked('teamsField')}
                  none={say('set_none')}
                  fields={choice?.teamsFields ?? []}
                  value={teamsField[type] ?? ''}
                  onPick={(field) => change({ teamsField: withField(teamsField, type, field) })}
                />
              </Setting>
            )}
            <Setting of="showAs">
              <Select
                label={say('set_showAs')}
                hint={<Hint of="showAs" />}
                disabled={isLocked('showAs')}
                value={showAs[type] ?? ''}
                options={[
                  { value: '', text: say('set_showAs_usual') },
                  ...SHOWN_AS.map((value) => ({ value, text: say(`set_showAs_${value}`) })),
                ]}
                onPick={(picked) => {
                  const shown = SHOWN_AS.find((one) => one === picked) ?? '';
                  change({ showAs: withField(showAs, type, shown) });
                }}
              />
            </Setting>
            {(choice?.requiredFields ?? []).map((field) => (
              <Setting key={field.name} of="fieldDefaults">
                <RequiredField
                  {...field}
                  value={fieldDefaults[type]?.[field.name] ?? ''}
                  onValue={(value) => change({ fieldDefaults: withDefault(fieldDefaults, type, field.name, value) })}
                />
              </Setting>
            ))}
          </fieldset>
        );
      })}
    </>
  );
}

type Required = EntityChoice['requiredFields'][number];

/** What stands in a field that EspoCRM makes no record without. */
function RequiredField({
  label,
  options,
  value,
  onValue,
}: Required & { value: string; onValue: (value: string) => void }) {
  const shared = {
    label: say('set_fieldDefaults_of', { field: label }),
    hint: <Hint of="fieldDefaults" />,
    disabled: isLocked('fieldDefaults'),
    value,
  };
  if (options.length === 0) return <Field {...shared} maxLength={1000} onText={onValue} />;
  const choices = options.map((one) => ({ value: one.value, text: one.label }));
  // Chosen once and no option any more: still what is stored.
  if (value !== '' && !choices.some((one) => one.value === value)) choices.push({ value, text: value });
  return <Select {...shared} options={[{ value: '', text: say('set_none') }, ...choices]} onPick={onValue} />;
}

interface FieldSelectProps {
  label: string;
  hint: ComponentChildren;
  disabled: boolean;
  /** What is said where nothing is chosen. */
  none: string;
  fields: EntityChoice['locationFields'];
  value: string;
  onPick: (field: string) => void;
}

function FieldSelect({ none, fields, ...select }: FieldSelectProps) {
  const options = [{ value: '', text: none }, ...fields.map(({ name, label: text }) => ({ value: name, text }))];
  // Chosen once and not offered any more (a right was withdrawn): still what is stored.
  const { value } = select;
  if (!options.some((option) => option.value === value)) options.push({ value, text: value });
  return <Select {...select} options={options} />;
}

const withField = <T extends string>(fields: Record<string, T>, type: string, field: T | ''): Record<string, T> => ({
  ...Object.fromEntries(Object.entries(fields).filter(([key]) => key !== type)),
  ...(field === '' ? {} : { [type]: field }),
});

const withDefault = (
  defaults: Settings['fieldDefaults'],
  type: string,
  field: string,
  value: string,
): Settings['fieldDefaults'] => {
  const { [type]: known = {}, ...others } = defaults;
  const chosen = withField(known, field, value);
  return Object.keys(chosen).length > 0 ? { ...others, [type]: chosen } : others;
};
