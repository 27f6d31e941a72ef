import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Request } from '../../shared/messages';
import { say } from '../../shared/say';
import type { Action } from '../model/action';
import { send } from '../model/client';
import { Button } from '../parts/button';

type Until = Request<'sync.pause'>['until'];
const CHOICES: readonly Until[] = ['hour', 'tomorrow', 'resumed'];

/** For how long: the choices lie over the page, so that nothing under the pointer changes. */
export function Pause({ action }: { action: Action }) {
  const open = useSignal(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const close = () => {
    open.value = false;
    button.current?.focus();
  };
  useEffect(() => {
    if (open.value) box.current?.querySelector('button')?.focus();
  }, [open.value]);
  const pause = (until: Until) => {
    close();
    void action.run(() => send('sync.pause', { until }));
  };
  return (
    <div
      class="menu"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open.value) close();
        if (event.key === 'Escape') event.stopPropagation();
      }}
      onFocusOut={(event) => {
        const to = event.relatedTarget;
        if (to instanceof Node && !event.currentTarget.contains(to)) open.value = false;
      }}
    >
      <Button
        icon="pause"
        busy={action.busy}
        expanded={open.value}
        controls={id}
        buttonRef={button}
        onPress={() => {
          open.value = !open.value;
        }}
      >
        {say('pause')}
      </Button>
      <div id={id} class="choices" hidden={!open.value} role="group" aria-label={say('pause')} ref={box}>
        {CHOICES.map((until) => (
          <Button key={until} look="quiet" onPress={() => pause(until)}>
            {say(`pause_${until}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}
