/** What would be done, and the one switch that begins it. */
import { useSignal } from '@preact/signals';
import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import { useAction } from '../model/action';
import { send } from '../model/client';
import { Button } from '../parts/button';
import { ErrorBox } from '../parts/error';
import { PreviewBox } from './preview-box';

/** `onBack`: to the step before, where there is one. */
export function StartBox({ app, onBack }: { app: AppState; onBack?: () => void }) {
  const action = useAction();
  const shown = useSignal(false);
  const ready = app.outlook.state === 'connected' && app.espo.state === 'connected' && app.missing === '';
  if (!app.pair || app.pair.started) return null;
  // Looked at by itself before anything was ever synced; afterwards only when it is asked for.
  const look = shown.value || !app.sync.last;
  return (
    <section class="card start" aria-label={say('start')}>
      {ready && look && !app.sync.running && <PreviewBox />}
      {ready && !look && (
        <div class="buttons">
          <Button
            onPress={() => {
              shown.value = true;
            }}
          >
            {say('preview_show')}
          </Button>
        </div>
      )}
      {!ready && <p>{app.missing === '' ? say('start_connect') : say(`missing_${app.missing}`)}</p>}
      <ErrorBox error={action.error} />
      <div class="buttons">
        <Button
          look="primary"
          busy={action.busy}
          off={!ready}
          onPress={() => void action.run(() => send('sync.start', {}))}
        >
          {say('start')}
        </Button>
        {onBack && (
          <Button off={action.busy} onPress={onBack}>
            {say('back')}
          </Button>
        )}
      </div>
      <p class="hint">{say('start_hint')}</p>
    </section>
  );
}
