/** The second factor of EspoCRM's sign-in. */
import type { ComponentChildren, RefObject } from 'preact';
import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import { Button } from '../parts/button';
import { Field } from '../parts/fields';

interface CodeProps {
  code: string;
  required: boolean;
  wrongBy?: string;
  inputRef?: RefObject<HTMLInputElement | null>;
  onCode: (code: string) => void;
}

export function CodeField({ code, onCode, ...rest }: CodeProps) {
  return (
    <Field
      label={say('set_code')}
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
      <p>{say(`code_${by || 'app'}`, { username })}</p>
      {field}
      <div class="buttons">
        {submit}
        <Button off={waiting} onPress={onBack}>
          {say('back')}
        </Button>
      </div>
    </>
  );
}
