import { useSignal } from '@preact/signals';
import type { SettingsPreview } from '../../shared/previews';
import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import { useAction } from '../model/action';
import { Button } from '../parts/button';
import { Dialog } from '../parts/dialog';
import { ErrorBox } from '../parts/error';
import { PreviewLines } from '../preview/preview-box';
import { discardEdits, draft, save, unsaved } from './draft';
import { Effect } from './effect';
import { foreseen, MANY, settingsLines, useForeseen } from './foreseen';

/** Save, with what it would do said before; when that is much, it is shown and asked for once more. */
export function SaveBar({ app }: { app: AppState }) {
  const action = useAction();
  const saved = useSignal<unknown>(undefined);
  const asking = useSignal<SettingsPreview | undefined>(undefined);
  useForeseen(app);
  const write = () =>
    void action.run(save).then((well) => {
      asking.value = undefined;
      if (well) saved.value = draft.peek();
    });
  const press = () =>
    void action
      .run(async () => {
        const preview = await foreseen(app);
        if (preview && preview.total > MANY) asking.value = preview;
        return undefined;
      })
      .then((well) => {
        // What cannot be foreseen now (a side is down) does not keep anybody from saving.
        if (!well || !asking.peek()) write();
      });
  return (
    <footer class={unsaved.value ? 'save unsaved' : 'save'}>
      <ErrorBox error={action.error} />
      <Effect />
      <div class="buttons">
        <Button look="primary" busy={action.busy} onPress={press}>
          {say('save')}
        </Button>
        {unsaved.value && (
          <Button off={action.busy} onPress={discardEdits}>
            {say('revert')}
          </Button>
        )}
        <span class="hint" aria-live="polite">
          {unsaved.value ? say('notSaved') : saved.value !== undefined ? say('saved') : ''}
        </span>
      </div>
      {asking.value && (
        <Dialog
          title={say('set_ask', { count: asking.value.total })}
          go={say('save')}
          busy={action.busy}
          onGo={write}
          onClose={() => {
            asking.value = undefined;
          }}
        >
          <PreviewLines lines={settingsLines(asking.value)} of="settings" />
        </Dialog>
      )}
    </footer>
  );
}
