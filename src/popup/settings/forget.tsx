import { useSignal } from '@preact/signals';
import type { ForgetPreview } from '../../shared/previews';
import { say } from '../../shared/say';
import { useAction } from '../model/action';
import { send } from '../model/client';
import { go } from '../model/view';
import { Button } from '../parts/button';
import { Dialog } from '../parts/dialog';
import { ErrorBox } from '../parts/error';
import { discardEdits } from './draft';

/** Everything that this browser remembers, with what is lost by it said before. */
export function Forget() {
  const action = useAction();
  const asking = useSignal<ForgetPreview | undefined>(undefined);
  const ask = () =>
    void action.run(async () => {
      asking.value = await send('forget.preview', {});
      return undefined;
    });
  const forget = () =>
    void action
      .run(() => send('forget.everything', {}))
      .then((well) => {
        asking.value = undefined;
        if (!well) return;
        discardEdits();
        localStorage.clear();
        go('start');
      });
  const preview = asking.value;
  return (
    <>
      <Button look="danger" icon="trash" busy={action.busy} onPress={ask}>
        {say('forget')}
      </Button>
      <ErrorBox error={action.error} />
      {preview && (
        <Dialog
          title={say('forget_ask')}
          go={say('forget')}
          icon="trash"
          danger
          busy={action.busy}
          onGo={forget}
          onClose={() => {
            asking.value = undefined;
          }}
        >
          <p>{say('forget_stays')}</p>
          <ul>
            <li>{say('forget_linked', { count: preview.linked })}</li>
            <li>{say('forget_activity', { count: preview.activity })}</li>
            <li>{say('forget_needs', { count: preview.needsYou })}</li>
          </ul>
          <p>{say('forget_again')}</p>
        </Dialog>
      )}
    </>
  );
}
