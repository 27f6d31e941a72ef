import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { type Settings, withDefaultEntity } from '../../shared/settings';
import type { EntityChoice } from '../../shared/state';
import { Field, Select } from '../parts/parts';
import type { Change } from './draft';

interface Props {
  choices: readonly EntityChoice[];
  settings: Settings;
  change: Change;
}

export function Entities({ choices, settings, change }: Props) {
  const { entities, defaultEntity } = settings;
  const picked = useSignal('');
  const pickId = useId();
  // Not offered any more (a right was withdrawn): its own name is the best there is.
  const labelOf = (type: string) => choices.find((c) => c.type === type)?.label ?? type;
  const addable = choices.filter((c) => !entities.some((e) => e.type === c.type));
  const toAdd = addable.find((c) => c.type === picked.value) ?? addable[0];
  return (
    <>
      <fieldset class="entities">
        <legend>Sync Entities and Identification Labels</legend>
        {entities.map(({ type, label }) => (
          <div class="entity" key={type}>
            <Field
              label={`${labelOf(type)} label`}
              value={label}
              maxLength={60}
              autocomplete="off"
              placeholder={type === defaultEntity ? 'No label' : ''}
              {...(choices.some((c) => c.type === type)
                ? {}
                : { hint: 'Your EspoCRM role gives no access to it now.' })}
              onText={(text) =>
                change({ entities: entities.map((e) => (e.type === type ? { type, label: text } : e)) })
              }
            />
            <button
              type="button"
              aria-label={`Remove ${labelOf(type)}`}
              onClick={() => change(without(settings, type))}
            >
              Remove
            </button>
          </div>
        ))}
        {toAdd && (
          <div class="entity">
            <div class="field">
              <label for={pickId}>Another entity</label>
              <select
                id={pickId}
                value={toAdd.type}
                onChange={(event) => {
                  picked.value = event.currentTarget.value;
                }}
              >
                {addable.map((c) => (
                  <option key={c.type} value={c.type} selected={c.type === toAdd.type}>
                    {c.label}
                  </option>
                ))}
              </select>
            </div>
            <button type="button" onClick={() => change(withEntity(settings, toAdd))}>
              Add
            </button>
          </div>
        )}
        <p class="hint">
          An event made from EspoCRM begins with the label in Outlook, “Call: Offer”. Only the default entity may go
          without.
        </p>
      </fieldset>
      {entities.length > 0 && (
        <Select
          label="Default Entity"
          value={defaultEntity}
          options={entities.map(({ type }) => ({ value: type, text: labelOf(type) }))}
          hint="What an event without a label becomes in EspoCRM."
          onPick={(type) => change(withDefaultEntity(settings, type, labelOf))}
        />
      )}
    </>
  );
}

export function withEntity({ entities, defaultEntity }: Settings, { type, label }: EntityChoice): Partial<Settings> {
  const next = [...entities, { type, label: entities.length === 0 ? '' : label.slice(0, 60) }];
  return { entities: next, defaultEntity: entities.length === 0 ? type : defaultEntity };
}

/** Without the default entity the first of the others takes its place. */
export function without({ entities, defaultEntity }: Settings, type: string): Partial<Settings> {
  const next = entities.filter((e) => e.type !== type);
  return { entities: next, defaultEntity: type === defaultEntity ? (next[0]?.type ?? defaultEntity) : defaultEntity };
}
