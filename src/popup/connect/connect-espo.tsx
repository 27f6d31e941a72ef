import { useSignal } from '@preact/signals';
import { readAddress } from '../../shared/address';
import type { AppState } from '../../shared/state';
import { type Action, useAction } from '../model/action';
import { errorView, Refused, send } from '../model/client';
import { Checkbox, ErrorBox, Field } from '../parts/parts';
import { Side } from './side';

const isPopup = (): boolean => document.documentElement.classList.contains('popup');

export function ConnectEspo({ app }: { app: AppState }) {
  const { espo } = app;
  const action = useAction();
  const open = espo.state === 'disconnected' || espo.state === 'signInNeeded';
  const error = action.busy ? undefined : (action.error ?? espo.error);
  const known = espo.state === 'connected' || espo.state === 'signInNeeded';
  const more = espo.version === '' ? espo.site : `${espo.site} · EspoCRM ${espo.version}`;
  const disconnect = () => void action.run(() => send('espo.disconnect', {}));
  return (
    <Side name="EspoCRM" state={espo.state} who={known ? espo.user : ''} {...(known ? { more } : {})}>
      <ErrorBox error={error} />
      {open && <EspoForm app={app} action={action} />}
      {known && (
        <button type="button" disabled={action.busy} onClick={disconnect}>
          Disconnect EspoCRM
        </button>
      )}
    </Side>
  );
}

function EspoForm({ app, action }: { app: AppState; action: Action }) {
  const { espo, connection } = app;
  const again = espo.state === 'signInNeeded';
  const typed = {
    address: useSignal<string | undefined>(undefined),
    username: useSignal<string | undefined>(undefined),
  };
  const password = useSignal('');
  const code = useSignal('');
  const stay = useSignal<boolean | undefined>(undefined);
  const address = typed.address.value ?? (again ? espo.site : connection.espoAddress);
  const username = typed.username.value ?? (again ? espo.user : connection.espoUser);
  const stayConnected = stay.value ?? connection.stayConnected;

  const connect = (event: Event) => {
    event.preventDefault();
    if (action.busy) return;
    const permission = askPermission(address);
    void action.run(async () => {
      await permission;
      const answer = await send('espo.connect', {
        address: address.trim(),
        username: username.trim(),
        password: password.value,
        code: espo.codeNeeded ? code.value.trim() : '',
        stayConnected,
      });
      password.value = '';
      code.value = '';
      return answer;
    });
  };
  return (
    <form onSubmit={connect}>
      <Field
        label="EspoCRM address"
        value={address}
        inputMode="url"
        placeholder="crm.example.com"
        spellcheck={false}
        autocapitalize="off"
        autocomplete="url"
        onText={(text) => {
          typed.address.value = text;
        }}
      />
      <Field
        label="Username"
        value={username}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="username"
        required
        onText={(text) => {
          typed.username.value = text;
        }}
      />
      <Field
        label="Password"
        type="password"
        value={password.value}
        autocomplete="current-password"
        required
        onText={(text) => {
          password.value = text;
        }}
      />
      {espo.codeNeeded && (
        <Field
          label="Two-factor code"
          value={code.value}
          inputMode="numeric"
          autocomplete="one-time-code"
          onText={(text) => {
            code.value = text;
          }}
        />
      )}
      <Checkbox
        label="Stay connected"
        hint="Your password is never stored."
        checked={stayConnected}
        onCheck={(checked) => {
          stay.value = checked;
        }}
      />
      {isPopup() && !again && (
        <p class="hint">
          The browser asks to allow this one site. If its question closes this window, open it again and press the
          button once more.
        </p>
      )}
      <button type="submit" class="primary" disabled={action.busy} aria-busy={action.busy}>
        Connect EspoCRM
      </button>
    </form>
  );
}

/**
 * Asks for the access to this one site. Called on the click itself, before any await: the browser opens its question only for a
 * gesture of the user.
 */
function askPermission(typed: string): Promise<void> {
  const address = readAddress(typed);
  if (typeof address === 'string') return Promise.reject(new Refused(errorView(address, typed.trim())));
  return chrome.permissions.request({ origins: address.origins }).then((granted) => {
    if (!granted) throw new Refused(errorView('espo.permissionDeclined', address.origins.join(' ')));
  });
}
