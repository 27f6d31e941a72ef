import type { AppState } from '../../shared/state';
import { useAction } from '../model/action';
import { send } from '../model/client';
import { ErrorBox } from '../parts/parts';
import { EspoForm } from './espo-form';
import { Side } from './side';

/** The side of EspoCRM: who is connected, or the form to sign in. */
export function ConnectEspo({ app }: { app: AppState }) {
  const { espo } = app;
  const action = useAction();
  const error = action.busy ? undefined : (action.error ?? espo.error);
  const known = espo.state === 'connected' || espo.state === 'signInNeeded';
  const more = espo.version === '' ? espo.site : `${espo.site} · EspoCRM ${espo.version}`;
  const disconnect = () => void action.run(() => send('espo.disconnect', {}));
  return (
    <Side name="EspoCRM" state={espo.state} who={known ? espo.user : ''} {...(known ? { more } : {})}>
      {/* A second factor is the next step of the form, no error. */}
      <ErrorBox error={error?.code === 'espo.codeNeeded' ? undefined : error} />
      {espo.state !== 'connected' && <EspoForm app={app} action={action} />}
      {known && (
        <button type="button" disabled={action.busy} onClick={disconnect}>
          Disconnect EspoCRM
        </button>
      )}
    </Side>
  );
}
