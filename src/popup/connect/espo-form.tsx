/** Where to sign in and as whom, or by the EspoCRM that is open; then the code where EspoCRM asks for one. The password stays in this page's memory until it was taken. */
import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ErrorCode } from '../../shared/codes';
import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import type { Action } from '../model/action';
import { send, viewOf } from '../model/client';
import { isPopup } from '../model/place';
import { Button } from '../parts/button';
import { ErrorText } from '../parts/error';
import { Checkbox, Field } from '../parts/fields';
import { Locked } from '../parts/locked';
import { CodeField, CodeStep } from './code-step';
import { OpenSession } from './open-session';
import { askPermission } from './site-permission';
import { forgetTyped, isSet, keepTyped, shown } from './typed';

/** Where what failed is said. */
export const ESPO_ERROR = 'espo-error';

/** What only another address mends. */
const OF_ADDRESS: readonly ErrorCode[] = ['espo.addressMissing', 'espo.plainHttp', 'espo.notEspo', 'espo.nobodyThere'];

/** What was typed is no use any more, or is not all. */
const TYPED_ANEW: readonly ErrorCode[] = [...OF_ADDRESS, 'espo.wrongPassword', 'espo.codeNeeded', 'espo.codeWrong'];

interface FormProps {
  app: AppState;
  action: Action;
  /** Where and as whom is known: only the password is asked for. */
  brief?: boolean;
}

export function EspoForm({ app, action, brief = false }: FormProps) {
  const { espo, connection } = app;
  const again = espo.state === 'signInNeeded';
  const address = shown(app, 'espoAddress', again ? espo.site : connection.espoAddress);
  const username = shown(app, 'espoUser', again ? espo.user : connection.espoUser);
  const stayConnected = shown(app, 'stayConnected', connection.stayConnected);
  const password = useSignal('');
  const code = useSignal('');
  const step = useSignal<'login' | 'code'>('login');
  /** Another one with each answer after which something has to be typed again: where. */
  const asked = useSignal<{ field: RefObject<HTMLInputElement | null> } | undefined>(undefined);
  /** The address that the last answer is about. */
  const tried = useSignal<string | undefined>(undefined);
  /** Whoever signs in from this page sees what they typed all the while. */
  const used = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  const addressField = useRef<HTMLInputElement>(null);
  const why = (action.error ?? espo.error)?.code;
  const isOf = (codes: readonly ErrorCode[]): boolean => codes.some((code) => code === why);
  /** Until it is typed anew. */
  const wrongAddress = isOf(OF_ADDRESS) && address === tried.value;

  useEffect(() => {
    const free = document.activeElement === null || document.activeElement === document.body;
    const where = asked.value?.field ?? (again && free ? field : undefined);
    where?.current?.focus();
  }, [asked.value, step.value, again]);

  /** What a refusal means for what was typed: only a wrong password, or a wrong code, is no use any more. */
  const refused = (by: ErrorCode): void => {
    if (by === 'espo.codeNeeded' || by === 'espo.codeWrong') step.value = 'code';
    if (by === 'espo.wrongPassword') step.value = 'login';
    if (by === 'espo.wrongPassword') password.value = '';
    if (by === 'espo.codeWrong' || by === 'espo.wrongPassword') code.value = '';
    // Of anything else nothing that was typed is wrong: the button is pressed again.
    if (TYPED_ANEW.includes(by)) asked.value = { field: OF_ADDRESS.includes(by) ? addressField : field };
  };
  const connect = (session: boolean) => {
    if (action.busy) return;
    used.value = true;
    tried.value = address;
    const permission = askPermission(address);
    void action.run(async () => {
      try {
        await permission;
        const answer = await send('espo.connect', {
          address: address.trim(),
          username: username.trim(),
          // Typed or not: it is not what signs in then.
          password: session ? '' : password.value,
          code: !session && (step.value === 'code' || espo.codeNeeded) ? code.value.trim() : '',
          stayConnected,
          session,
        });
        password.value = '';
        code.value = '';
        step.value = 'login';
        used.value = false;
        forgetTyped('espoAddress', 'espoUser', 'stayConnected');
        return answer;
      } catch (thrown) {
        refused(viewOf(thrown).code);
        throw thrown;
      }
    });
  };
  const byPassword = (event: Event) => {
    event.preventDefault();
    connect(false);
  };
  const waiting = action.busy || espo.state === 'connecting';
  const submit = (
    <Button type="submit" look="primary" busy={waiting}>
      {say('connectEspo')}
    </Button>
  );
  const onCode = (text: string): void => {
    code.value = text;
  };
  const back = (): void => {
    step.value = 'login';
    code.value = '';
  };
  const openSession = (
    <OpenSession
      address={address}
      waiting={waiting}
      alone={espo.session}
      offersToOpen={isOf(['espo.noSession', 'espo.otherUser'])}
      onUse={() => connect(true)}
    />
  );
  if (again && espo.session)
    return (
      <>
        {brief && <Whom username={username} address={address} />}
        {brief && espo.error && <ErrorText error={espo.error} brief />}
        {openSession}
      </>
    );
  if (step.value === 'code')
    return (
      <form onSubmit={byPassword}>
        <CodeStep
          username={username}
          by={espo.codeBy}
          waiting={waiting}
          onBack={back}
          field={
            <CodeField
              code={code.value}
              required
              wrongBy={isOf(['espo.codeWrong']) && code.value === '' ? ESPO_ERROR : ''}
              inputRef={field}
              onCode={onCode}
            />
          }
          submit={submit}
        />
      </form>
    );
  return (
    <form onSubmit={byPassword} hidden={espo.state === 'connecting' && !used.value}>
      {brief ? (
        <Whom username={username} address={address} />
      ) : (
        <>
          <Field
            label={say('set_address')}
            value={address}
            inputMode="url"
            placeholder="crm.example.com"
            spellcheck={false}
            autocapitalize="off"
            autocomplete="url"
            disabled={isSet(app, 'espoAddress')}
            wrongBy={wrongAddress ? ESPO_ERROR : ''}
            inputRef={addressField}
            hint={isSet(app, 'espoAddress') && <Locked />}
            onText={(espoAddress) => keepTyped({ espoAddress })}
          />
          <Field
            label={say('set_username')}
            value={username}
            spellcheck={false}
            autocapitalize="off"
            autocomplete="username"
            required
            onText={(espoUser) => keepTyped({ espoUser })}
          />
        </>
      )}
      <Field
        label={say('set_password')}
        type="password"
        value={password.value}
        autocomplete="current-password"
        required
        wrongBy={isOf(['espo.wrongPassword']) && password.value === '' ? ESPO_ERROR : ''}
        inputRef={field}
        onText={(text) => {
          password.value = text;
        }}
      />
      {/* The page was closed before the code was typed, and the password went with it. */}
      {espo.codeNeeded && <CodeField code={code.value} required={false} onCode={onCode} />}
      {!brief && (
        <Checkbox
          label={say('set_stayConnected')}
          disabled={isSet(app, 'stayConnected')}
          hint={
            <>
              {say('set_stayConnected_hint')} {isSet(app, 'stayConnected') && <Locked />}
            </>
          }
          checked={stayConnected}
          onCheck={(checked) => keepTyped({ stayConnected: checked })}
        />
      )}
      {isPopup() && !again && <p class="hint">{say('sitePermission')}</p>}
      {submit}
      {!brief && openSession}
    </form>
  );
}

const Whom = ({ username, address }: { username: string; address: string }) => (
  <p class="who">
    <bdi>{username}</bdi> <span class="hint">{address}</span>
  </p>
);
