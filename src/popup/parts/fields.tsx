/** Fields of forms: text, choice, checkbox, each with its hint and its error. */
import type { ComponentChildren, RefObject } from 'preact';
import { useId } from 'preact/hooks';

interface AboutProps {
  id: string;
  hint?: ComponentChildren;
  problem?: string | undefined;
}

/** What describes a control, for `aria-describedby`. */
const aboutOf = ({ id, hint, problem }: AboutProps, wrongBy = ''): string | undefined =>
  [wrongBy, problem ? `${id}-problem` : '', hint ? `${id}-hint` : ''].filter((one) => one !== '').join(' ') ||
  undefined;

/** What is wrong with it, and what it is for. */
function About({ id, hint, problem }: AboutProps) {
  return (
    <>
      {problem && (
        <p class="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </>
  );
}

interface FieldProps {
  type?: 'text' | 'password' | 'date' | 'search';
  value: string;
  placeholder?: string;
  maxLength?: number;
  required?: boolean;
  spellcheck?: boolean;
  autocapitalize?: 'off';
  autocomplete?: 'off' | 'url' | 'username' | 'current-password' | 'one-time-code';
  inputMode?: 'url' | 'numeric';
  disabled?: boolean;
  label: string;
  hint?: ComponentChildren;
  problem?: string | undefined;
  /** The id of what says elsewhere that it is wrong; '' where it is not. */
  wrongBy?: string;
  inputRef?: RefObject<HTMLInputElement | null>;
  onText: (text: string) => void;
}

/** A labelled text, password, date or search field. */
export function Field({ label, hint, problem, wrongBy = '', inputRef, onText, type = 'text', ...rest }: FieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        // The types of JSX want one literal per element, though all of them take the same attributes.
        type={type as 'text'}
        dir="auto"
        {...rest}
        {...(inputRef ? { ref: inputRef } : {})}
        id={id}
        aria-invalid={problem || wrongBy !== '' ? true : undefined}
        aria-describedby={aboutOf({ id, hint, problem }, wrongBy)}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      <About id={id} hint={hint} problem={problem} />
    </div>
  );
}

interface CheckboxProps {
  label: string;
  hint?: ComponentChildren;
  checked: boolean;
  disabled?: boolean;
  onCheck: (checked: boolean) => void;
}

export function Checkbox({ label, hint, checked, disabled = false, onCheck }: CheckboxProps) {
  const id = useId();
  return (
    <div class="check">
      <input
        type="checkbox"
        id={id}
        checked={checked}
        disabled={disabled}
        aria-describedby={aboutOf({ id, hint })}
        onChange={(event) => onCheck(event.currentTarget.checked)}
      />
      <div>
        <label for={id} dir="auto">
          {label}
        </label>
        <About id={id} hint={hint} />
      </div>
    </div>
  );
}

export interface Option {
  value: string;
  text: string;
}

interface SelectProps {
  label: string;
  hint?: ComponentChildren;
  value: string;
  options: readonly Option[];
  disabled?: boolean;
  onPick: (value: string) => void;
}

export function Select({ label, hint, value, options, disabled = false, onPick }: SelectProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        aria-describedby={aboutOf({ id, hint })}
        onChange={(event) => onPick(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.text}
          </option>
        ))}
      </select>
      <About id={id} hint={hint} />
    </div>
  );
}

interface RadiosProps {
  legend: string;
  /** For ears only: a heading above says it. */
  headed?: boolean;
  value: string;
  options: readonly (Option & { hint?: string })[];
  onPick: (value: string) => void;
}

/** A few choices with a sentence each, all of them in view. */
export function Radios({ legend, headed = false, value, options, onPick }: RadiosProps) {
  const id = useId();
  return (
    <fieldset class="radios">
      <legend class={headed ? 'ears' : undefined}>{legend}</legend>
      {options.map((option) => {
        const own = `${id}-${option.value}`;
        return (
          <div class="check" key={option.value}>
            <input
              type="radio"
              name={id}
              id={own}
              checked={option.value === value}
              aria-describedby={aboutOf({ id: own, hint: option.hint })}
              onChange={() => onPick(option.value)}
            />
            <div>
              <label for={own}>{option.text}</label>
              <About id={own} hint={option.hint} />
            </div>
          </div>
        );
      })}
    </fieldset>
  );
}
