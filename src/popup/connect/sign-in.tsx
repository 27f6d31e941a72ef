import { useEffect, useRef } from 'preact/hooks';
import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import { useAction } from '../model/action';
import { send } from '../model/client';
import { Button } from '../parts/button';
import { ErrorBox, ErrorText } from '../parts/error';
import { ESPO_ERROR, EspoForm } from './espo-form';

/** Signed out: only what it takes to get in again, one side after the other. */
export function SignIn({ app }: { app: AppState }) {
  const action = useAction();
  const error = action.busy || action.error?.code === 'espo.codeNeeded' ? undefined : action.error;
  // What is asked for is not what one knows: an administrator has changed it.
  const changed = [app.espo.error, app.outlook.error].find((one) => one?.code === 'policy.elsewhere');
  return (
    <section class="sign-in">
      {changed && <ErrorText error={changed} brief />}
      <ErrorBox id={ESPO_ERROR} error={error} />
      {app.espo.state === 'signInNeeded' ? <EspoForm app={app} action={action} brief /> : <Outlook app={app} />}
    </section>
  );
}

function Outlook({ app }: { app: AppState }) {
  const action = useAction();
  const button = useRef<HTMLButtonElement>(null);
  const { clientId, tenantId } = app.connection;
  useEffect(() => button.current?.focus(), []);
  const busy = action.busy || app.outlook.asking;
  return (
    <>
      <ErrorBox error={busy ? undefined : action.error} />
      <p class="who">
        <bdi>{app.outlook.account}</bdi>
      </p>
      <div class="buttons">
        <Button
          look="primary"
          busy={busy}
          buttonRef={button}
          onPress={() => void action.run(() => send('outlook.connect', { clientId, tenantId }))}
        >
          {say('connectOutlook')}
        </Button>
      </div>
      {app.outlook.asking && <p class="hint">{say('finishAtMicrosoft')}</p>}
    </>
  );
}
