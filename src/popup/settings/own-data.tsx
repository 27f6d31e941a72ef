import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { say } from '../../shared/say';
import type { SettingsFile } from '../../shared/settings-file';
import type { AppState } from '../../shared/state';
import { listText } from '../../shared/words';
import { keepTyped } from '../connect/typed';
import { useAction } from '../model/action';
import { send } from '../model/client';
import { Button } from '../parts/button';
import { ErrorBox } from '../parts/error';
import { saveFile } from '../parts/save-file';
import { edit } from './draft';
import { Forget } from './forget';

/** Settings as a file and back, and everything forgotten. */
export function OwnData({ app }: { app: AppState }) {
  const action = useAction();
  const taken = useSignal<SettingsFile | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const exported = () =>
    void action.run(async () => {
      const { name, text } = await send('settings.export', {});
      saveFile(name, text, 'application/json');
      return undefined;
    });
  const imported = (file: File | undefined) => {
    if (!file) return;
    taken.value = undefined;
    void action.run(async () => {
      const answer = await send('settings.import', { text: await file.text() });
      // Shown as if it were typed: nothing is in force before it is saved.
      edit(answer.settings);
      const { clientId, tenantId, espoAddress } = answer.connection;
      keepTyped({ clientId, tenantId, espoAddress });
      taken.value = answer;
      return undefined;
    });
  };
  return (
    <section class="card" aria-labelledby="own-data">
      <h2 id="own-data">{say('own_title')}</h2>
      <p class="hint">{say('own_hint')}</p>
      <ErrorBox error={action.error} />
      <div class="buttons">
        {app.pair && (
          <Button busy={action.busy} onPress={exported}>
            {say('own_export')}
          </Button>
        )}
        {app.pair && (
          <Button busy={action.busy} onPress={() => input.current?.click()}>
            {say('own_import')}
          </Button>
        )}
        <input
          ref={input}
          type="file"
          accept="application/json,.json"
          hidden
          aria-label={say('own_import')}
          onChange={(event) => {
            imported(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
        <Forget />
      </div>
      <div aria-live="polite">
        {taken.value && (
          <p class="box">
            {say('own_imported')}
            {taken.value.notHere.length > 0 && <> {say('own_notHere', { names: listText(taken.value.notHere) })}</>}
          </p>
        )}
      </div>
    </section>
  );
}
