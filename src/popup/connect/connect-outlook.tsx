import { useSignal } from '@preact/signals';
import type { AppState, ErrorView } from '../../shared/state';
import { useAction } from '../model/action';
import { send } from '../model/client';
import { ErrorBox } from '../parts/parts';
import { OutlookForm } from './outlook-form';
import { Side } from './side';

/** The side of Outlook: who is connected, or the form to sign in, or that Microsoft's window waits. */
export function ConnectOutlook({ app }: { app: AppState }) {
  const { outlook } = app;
  const action = useAction();
  // Given up is not failed: what was said before is said again.
  const cancelled = action.error?.code === 'ms.cancelled' ? action.error : undefined;
  const failed = cancelled ? outlook.error : (action.error ?? outlook.error);
  // While the answer is awaited the stored error is the one of the attempt before.
  const error = action.busy || outlook.asking ? undefined : failed;
  const known = outlook.state === 'connected' || outlook.state === 'signInNeeded';
  const disconnect = () => void action.run(() => send('outlook.disconnect', {}));
  return (
    <Side name="Outlook" state={outlook.state} who={known ? outlook.account : ''}>
      <ErrorBox error={error}>
        {error && <MoreOf error={error} />}
        {error && <Consent link={outlook.consentLink} />}
      </ErrorBox>
      {cancelled && !outlook.asking && (
        <p class="hint">
          {cancelled.sentence} {cancelled.remedy}
        </p>
      )}
      {outlook.state !== 'connected' && <OutlookForm app={app} action={action} />}
      {outlook.asking && <Asking />}
      {known && !outlook.asking && (
        <button type="button" disabled={action.busy} onClick={disconnect}>
          Disconnect Outlook
        </button>
      )}
    </Side>
  );
}

/** Microsoft's window waits for the user, who may not find it, or want it, any more. */
function Asking() {
  const cancel = useAction();
  return (
    <>
      <p class="hint" aria-live="polite">
        Finish the sign-in in Microsoft’s window. This one may be closed meanwhile.
      </p>
      <ErrorBox error={cancel.error} />
      <button type="button" disabled={cancel.busy} onClick={() => void cancel.run(() => send('outlook.cancel', {}))}>
        Cancel
      </button>
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
        What Microsoft says about it
      </a>
    </p>
  );
}

/** Where an administrator may have to agree: the link to send to them. */
function Consent({ link }: { link: string }) {
  const copied = useSignal(false);
  if (link === '') return null;
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    copied.value = true;
  };
  return (
    <div class="copy">
      <a href={link} target="_blank" rel="noopener noreferrer">
        Consent link
      </a>
      <button type="button" onClick={() => void copy()}>
        Copy consent link
      </button>
      <span aria-live="polite">{copied.value ? 'Copied' : ''}</span>
    </div>
  );
}
