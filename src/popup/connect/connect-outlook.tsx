import { useSignal } from '@preact/signals';
import type { AppState, ErrorView } from '../../shared/state';
import { type Action, useAction } from '../model/action';
import { send } from '../model/client';
import { ErrorBox, Field } from '../parts/parts';
import { Side } from './side';

export function ConnectOutlook({ app }: { app: AppState }) {
  const { outlook } = app;
  const action = useAction();
  const open = outlook.state === 'disconnected' || outlook.state === 'signInNeeded';
  // While the answer is awaited the stored error is the one of the attempt before.
  const error = action.busy ? undefined : (action.error ?? outlook.error);
  const known = outlook.state === 'connected' || outlook.state === 'signInNeeded';
  const disconnect = () => void action.run(() => send('outlook.disconnect', {}));
  return (
    <Side name="Outlook" state={outlook.state} who={known ? outlook.account : ''}>
      <ErrorBox error={error}>{error && <Consent error={error} link={outlook.consentLink} />}</ErrorBox>
      {open && <OutlookForm app={app} action={action} />}
      {known && (
        <button type="button" disabled={action.busy} onClick={disconnect}>
          Disconnect Outlook
        </button>
      )}
    </Side>
  );
}

function OutlookForm({ app, action }: { app: AppState; action: Action }) {
  // Empty means: not typed yet, so what is stored is shown.
  const clientId = useSignal<string | undefined>(undefined);
  const tenantId = useSignal<string | undefined>(undefined);
  const client = clientId.value ?? app.connection.clientId;
  const tenant = tenantId.value ?? app.connection.tenantId;
  const connect = (event: Event) => {
    event.preventDefault();
    void action.run(() => send('outlook.connect', { clientId: client.trim(), tenantId: tenant.trim() }));
  };
  return (
    <form onSubmit={connect}>
      <Field
        label="Application (client) ID"
        value={client}
        spellcheck={false}
        autocomplete="off"
        required
        onText={(text) => {
          clientId.value = text;
        }}
      />
      <Field
        label="Directory (tenant) ID"
        value={tenant}
        spellcheck={false}
        autocomplete="off"
        onText={(text) => {
          tenantId.value = text;
        }}
      />
      {action.busy && (
        <p class="hint" aria-live="polite">
          Finish the sign-in in Microsoft’s window. This one may be closed meanwhile.
        </p>
      )}
      <button type="submit" class="primary" disabled={action.busy} aria-busy={action.busy}>
        Connect Outlook
      </button>
    </form>
  );
}

/** Only an administrator can go on from here: the link to send to them. */
function Consent({ error, link }: { error: ErrorView; link: string }) {
  const copied = useSignal(false);
  if (error.code !== 'ms.adminConsent' || link === '') return null;
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
