import { say } from '../../shared/say';
import type { AppState, ErrorView } from '../../shared/state';
import { errorRemedy, errorSentence } from '../../shared/words';
import { useAction } from '../model/action';
import { send } from '../model/client';
import { Button } from '../parts/button';
import { ErrorBox } from '../parts/error';
import { CopyAdminMessage } from './admin-message';
import { Disconnect } from './disconnect';
import { OutlookForm } from './outlook-form';
import { Side } from './side';

/** The side of Outlook: who is connected, or the form to sign in, or that Microsoft's window waits. */
export function ConnectOutlook({ app, bare = false }: { app: AppState; bare?: boolean }) {
  const { outlook } = app;
  const action = useAction();
  // Given up is not failed: what was said before is said again.
  const cancelled = action.error?.code === 'ms.cancelled' ? action.error : undefined;
  const failed = cancelled ? outlook.error : (action.error ?? outlook.error);
  // While the answer is awaited the stored error is the one of the attempt before.
  const error = action.busy || outlook.asking ? undefined : failed;
  const known = outlook.state === 'connected' || outlook.state === 'signInNeeded';
  return (
    <Side bare={bare} name={say('outlook')} state={outlook.state} who={known ? outlook.account : ''}>
      <ErrorBox error={error}>
        {error && <MoreOf error={error} />}
        {error && outlook.consentLink !== '' && (
          <>
            <p>
              <a href={outlook.consentLink} target="_blank" rel="noopener noreferrer">
                {say('consentLink')}
              </a>
            </p>
            <CopyAdminMessage outlook={outlook} />
          </>
        )}
      </ErrorBox>
      {cancelled && !outlook.asking && (
        <p class="hint">
          {errorSentence(cancelled)} {errorRemedy(cancelled)}
        </p>
      )}
      {outlook.state !== 'connected' && <OutlookForm app={app} action={action} />}
      {outlook.asking && <Asking />}
      {known && !outlook.asking && <Disconnect side="outlook" busy={action.busy} />}
    </Side>
  );
}

/** Microsoft's window waits for the user, who may not find it, or want it, any more. */
function Asking() {
  const cancel = useAction();
  return (
    <>
      <p class="hint" aria-live="polite">
        {say('finishAtMicrosoft')}
      </p>
      <ErrorBox error={cancel.error} />
      <div>
        <Button busy={cancel.busy} onPress={() => void cancel.run(() => send('outlook.cancel', {}))}>
          {say('cancel')}
        </Button>
      </div>
    </>
  );
}

/** Microsoft's own page on the number, for whoever is asked for help. */
function MoreOf({ error }: { error: ErrorView }) {
  const number = /^AADSTS(\d+)$/.exec(error.detail)?.[1];
  if (number === undefined) return null;
  return (
    <p>
      <a href={`https://login.microsoftonline.com/error?code=${number}`} target="_blank" rel="noopener noreferrer">
        {say('microsoftSays')}
      </a>
    </p>
  );
}
