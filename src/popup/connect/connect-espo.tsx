import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import { useAction } from '../model/action';
import { ErrorBox } from '../parts/error';
import { Disconnect } from './disconnect';
import { ESPO_ERROR, EspoForm } from './espo-form';
import { Side } from './side';

/** The side of EspoCRM: who is connected, or the form to sign in. */
export function ConnectEspo({ app, bare = false }: { app: AppState; bare?: boolean }) {
  const { espo } = app;
  const action = useAction();
  const error = action.busy ? undefined : (action.error ?? espo.error);
  const known = espo.state === 'connected' || espo.state === 'signInNeeded';
  const more = espo.version === '' ? espo.site : say('siteVersion', { site: espo.site, version: espo.version });
  return (
    <Side bare={bare} name={say('espo')} state={espo.state} who={known ? espo.user : ''} {...(known ? { more } : {})}>
      {/* A second factor is the next step of the form, no error. */}
      <ErrorBox id={ESPO_ERROR} error={error?.code === 'espo.codeNeeded' ? undefined : error} />
      {espo.state === 'connected' && espo.session && <p class="hint">{say('bySession')}</p>}
      {espo.state !== 'connected' && <EspoForm app={app} action={action} />}
      {known && <Disconnect side="espo" busy={action.busy} />}
    </Side>
  );
}
