import type { ComponentChildren, RefObject } from 'preact';
import { useId } from 'preact/hooks';
import type { ErrorView } from '../../shared/state';

/** What failed, and the way out; code and detail small, for whoever is asked for help. */
export function ErrorBox({ error, children }: { error: ErrorView | undefined; children?: ComponentChildren }) {
  if (!error) return null;
  return (
    <div class="box error" role="alert">
      <ErrorText error={error} />
      {children}
    </div>
  );
}

export function ErrorText({ error }: { error: ErrorView }) {
  return (
    <>
      <p class="sentence">{error.sentence}</p>
      {error.remedy !== '' && <p>{error.remedy}</p>}
      <p class="fine" dir="auto">
        {error.code}
        {error.detail !== '' && `: ${error.detail}`}
      </p>
    </>
  );
}

interface FieldProps {
  type?: 'text' | 'password' | 'date';
  value: string;
  placeholder?: string;
  maxLength?: number;
  required?: boolean;
  spellcheck?: boolean;
  autocapitalize?: 'off';
  autocomplete?: 'off' | 'url' | 'username' | 'current-password' | 'one-time-code';
  inputMode?: 'url' | 'numeric';
  label: string;
  hint?: string;
  /** What is wrong with what is typed. */
  problem?: string | undefined;
  inputRef?: RefObject<HTMLInputElement | null>;
  onText: (text: string) => void;
}

/** A labelled text, password or date field. */
export function Field({ label, hint, problem, inputRef, onText, type = 'text', ...rest }: FieldProps) {
  const id = useId();
  const about = [problem ? `${id}-problem` : '', hint ? `${id}-hint` : ''].filter((one) => one !== '').join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        // The types of JSX want one literal per element, though all three take the same attributes.
        type={type as 'text'}
        dir="auto"
        {...rest}
        {...(inputRef ? { ref: inputRef } : {})}
        id={id}
        aria-invalid={problem ? true : undefined}
        aria-describedby={about === '' ? undefined : about}
        onInput={(event) => onText(event.currentTarget.value)}
      />
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
    </div>
  );
}

interface CheckboxProps {
  label: string;
  hint?: string;
  checked: boolean;
  onCheck: (checked: boolean) => void;
}

export function Checkbox({ label, hint, checked, onCheck }: CheckboxProps) {
  const id = useId();
  return (
    <div class="check">
      <input
        type="checkbox"
        id={id}
        checked={checked}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onCheck(event.currentTarget.checked)}
      />
      <div>
        <label for={id} dir="auto">
          {label}
        </label>
        {hint && (
          <p class="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

interface SelectProps {
  label: string;
  hint?: string;
  value: string;
  options: readonly { value: string; text: string }[];
  onPick: (value: string) => void;
}

export function Select({ label, hint, value, options, onPick }: SelectProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onPick(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.text}
          </option>
        ))}
      </select>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
