import type { ComponentChildren, RefObject } from 'preact';
import type { AppState } from '../../shared/state';
import { Field } from '../parts/parts';

interface CodeProps {
  code: string;
  required: boolean;
  inputRef?: RefObject<HTMLInputElement | null>;
  onCode: (code: string) => void;
}

export function CodeField({ code, onCode, ...rest }: CodeProps) {
  return (
    <Field
      label="Two-factor code"
      value={code}
      inputMode="numeric"
      autocomplete="one-time-code"
      {...rest}
      onText={onCode}
    />
  );
}

interface StepProps {
  username: string;
  by: AppState['espo']['codeBy'];
  waiting: boolean;
  onBack: () => void;
  /** The field, and the button that goes on. */
  field: ComponentChildren;
  submit: ComponentChildren;
}

/** The second step of a sign-in to EspoCRM: only the code is missing. */
export function CodeStep({ username, by, waiting, onBack, field, submit }: StepProps) {
  return (
    <>
      <p dir="auto">
        EspoCRM asks for the two-factor code of <bdi>{username}</bdi>. {SENT[by]}
      </p>
      {field}
      <div class="buttons">
        {submit}
        <button type="button" disabled={waiting} onClick={onBack}>
          Back
        </button>
      </div>
    </>
  );
}

const SENT: Record<AppState['espo']['codeBy'], string> = {
  email: 'It was sent to you by e-mail.',
  sms: 'It was sent to you as a text message.',
  '': 'Your authenticator app shows it, or EspoCRM has sent it to you.',
};
