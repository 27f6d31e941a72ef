import { useSignal } from '@preact/signals';
import type { SideName } from '../../shared/items';
import type { DisconnectPreview } from '../../shared/previews';
import { say } from '../../shared/say';
import { sideText } from '../../shared/words';
import { useAction } from '../model/action';
import { send } from '../model/client';
import { Button } from '../parts/button';
import { Dialog } from '../parts/dialog';
import { ErrorBox } from '../parts/error';

/** Asks once, in words that say what stays. */
export function Disconnect({ side, busy }: { side: SideName; busy: boolean }) {
  const action = useAction();
  const asking = useSignal<DisconnectPreview | undefined>(undefined);
  const ask = () =>
    void action.run(async () => {
      asking.value = await send('disconnect.preview', { side });
      return undefined;
    });
  const go = () =>
    void action
      .run(() => send(`${side}.disconnect`, {}))
      .then(() => {
        asking.value = undefined;
      });
  const name = say(side === 'outlook' ? 'disconnectOutlook' : 'disconnectEspo');
  return (
    <div class="disconnect">
      <Button look="quiet" busy={busy || action.busy} onPress={ask}>
        {name}
      </Button>
      <ErrorBox error={action.error} />
      {asking.value && (
        <Dialog
          title={say('disconnect_ask', { side: sideText(side) })}
          go={name}
          icon="off"
          danger
          busy={action.busy}
          onGo={go}
          onClose={() => {
            asking.value = undefined;
          }}
        >
          <p>{say('disconnect_stays', { count: asking.value.linked })}</p>
          {asking.value.waiting > 0 && <p>{say('disconnect_waiting', { count: asking.value.waiting })}</p>}
          {asking.value.needsYou > 0 && <p>{say('disconnect_needs', { count: asking.value.needsYou })}</p>}
          <p>{say('disconnect_again')}</p>
        </Dialog>
      )}
    </div>
  );
}
