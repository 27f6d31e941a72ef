/** Which kinds of records are synced, and by which labels Outlook knows them. */
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { isDue, possibleDefaults } from '../../shared/due';
import { say } from '../../shared/say';
import { type Settings, settingsProblem, withDefaultEntity } from '../../shared/settings';
import type { EntityChoice } from '../../shared/state';
import { Button } from '../parts/button';
import { Field, Select } from '../parts/fields';
import { Hint, Setting } from './bound';
import type { Change } from './draft';
import { isLocked } from './locked';
import { problemText } from './problem-text';

interface Props {
  choices: readonly EntityChoice[];
  settings: Settings;
  change: Change;
}

export function Entities({ choices, settings, change }: Props) {
  const { entities, defaultEntity } = settings;
  const fixed = isLocked('entities');
  const picked = useSignal('');
  const pickId = useId();
  // Not offered any more (a right was withdrawn): its own name is the best there is.
  const labelOf = (type: string) => choices.find((c) => c.type === type)?.label ?? type;
  const addable = choices.filter((c) => !entities.some((e) => e.type === c.type));
  const toAdd = addable.find((c) => c.type === picked.value) ?? addable[0];
  return (
    <>
      <Setting of="entities">
        <fieldset class="entities">
          <legend>{say('set_entities')}</legend>
          {entities.map(({ type, label }) => (
            <div class="entity" key={type}>
              <Field
                label={say('set_entityLabel', { name: labelOf(type) })}
                value={label}
                maxLength={60}
                disabled={fixed}
                autocomplete="off"
                placeholder={type === defaultEntity ? say('set_noLabel') : ''}
                problem={problemOf(settings, type, labelOf)}
                {...hintOf(type, choices)}
                onText={(text) =>
                  change({ entities: entities.map((e) => (e.type === type ? { type, label: text } : e)) })
                }
              />
              <Button off={fixed} onPress={() => change(without(settings, type))}>
                {say('set_entityRemove')}
                <span class="ears"> {labelOf(type)}</span>
              </Button>
            </div>
          ))}
          {toAdd && !fixed && (
            <div class="entity">
              <div class="field">
                <label for={pickId}>{say('set_entityAnother')}</label>
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
              <Button onPress={() => change(withEntity(settings, toAdd))}>{say('set_entityAdd')}</Button>
            </div>
          )}
          <p class="hint">
            <Hint of="entities" />
          </p>
        </fieldset>
      </Setting>
      {entities.length > 0 && (
        <Setting of="defaultEntity">
          <Select
            label={say('set_defaultEntity')}
            value={defaultEntity}
            options={possibleDefaults(settings).map(({ type }) => ({ value: type, text: labelOf(type) }))}
            hint={<Hint of="defaultEntity" />}
            disabled={isLocked('defaultEntity')}
            onPick={(type) => change(withDefaultEntity(settings, type, labelOf))}
          />
        </Setting>
      )}
    </>
  );
}

function hintOf(type: string, choices: readonly EntityChoice[]): { hint?: string } {
  if (!choices.some((c) => c.type === type)) return { hint: say('set_entityNoAccess') };
  return isDue(type) ? { hint: say('set_entityDue') } : {};
}

/** What is wrong with the label of this one: said beside its field. */
function problemOf(settings: Settings, type: string, labelOf: (type: string) => string): string | undefined {
  const problem = settingsProblem(settings);
  return problem?.type === type ? problemText(problem, labelOf) : undefined;
}

/** The first one goes without a label, unless it is due: then a kind of meetings may still become the default. */
export function withEntity(settings: Settings, { type, label }: EntityChoice): Partial<Settings> {
  const { entities, defaultEntity } = settings;
  const next = [...entities, { type, label: entities.length === 0 && !isDue(type) ? '' : label.slice(0, 60) }];
  return { entities: next, defaultEntity: defaultAmong(next, defaultEntity) };
}

/** Without the default entity the first of the others takes its place. */
export function without({ entities, defaultEntity }: Settings, type: string): Partial<Settings> {
  const next = entities.filter((e) => e.type !== type);
  return { entities: next, defaultEntity: next.length === 0 ? defaultEntity : defaultAmong(next, defaultEntity) };
}

function defaultAmong(entities: Settings['entities'], before: string): string {
  const possible = possibleDefaults({ entities });
  return possible.find(({ type }) => type === before)?.type ?? possible[0]?.type ?? before;
}
