/** Pausing the sync for a while. */
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Request } from '../../shared/messages';
import { say } from '../../shared/say';
import type { Action } from '../model/action';
import { send } from '../model/client';
import { Button } from '../parts/button';

type Until = Request<'sync.pause'>['until'];
/** Between the choices and the edge of the window, pixels. */
const EDGE = 8;
const CHOICES: readonly Until[] = ['hour', 'tomorrow', 'resumed'];

interface Props {
  action: Action;
  off: boolean;
  paused: boolean;
}

/**
 * Pause and Resume are one button: whoever pressed it stays there. For how long: the choices lie over the page, so that nothing under the
 * pointer changes, and nothing else can be reached before they are gone.
 */
export function Pause({ action, off, paused }: Props) {
  const open = useSignal(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDialogElement>(null);
  const close = () => {
    box.current?.close();
    button.current?.focus();
  };
  useEffect(() => {
    if (open.value) showUnder(box.current, button.current);
  }, [open.value]);
  const pause = (until: Until) => {
    close();
    void action.run(() => send('sync.pause', { until }));
  };
  return (
    <>
      <Button
        {...(paused ? {} : { icon: 'pause', expanded: open.value, controls: id })}
        busy={action.busy}
        off={off}
        buttonRef={button}
        onPress={() => {
          if (paused) void action.run(() => send('sync.resume', {}));
          else open.value = true;
        }}
      >
        {say(paused ? 'resume' : 'pause')}
      </Button>
      <dialog
        id={id}
        class="choices"
        aria-label={say('pause')}
        ref={box}
        onClose={() => {
          open.value = false;
        }}
        onClick={(event) => {
          // Beside it.
          if (event.target === event.currentTarget) close();
        }}
      >
        {CHOICES.map((until) => (
          <Button key={until} look="quiet" onPress={() => pause(until)}>
            {say(`pause_${until}`)}
          </Button>
        ))}
      </dialog>
    </>
  );
}

/** Where the button is, whichever way the language runs, and inside the window. */
function showUnder(box: HTMLDialogElement | null, button: HTMLElement | null): void {
  if (!box || !button) return;
  const { left, right, bottom } = button.getBoundingClientRect();
  const { clientWidth, dir } = document.documentElement;
  box.style.insetBlockStart = `${bottom + 4}px`;
  // Measured where there is room for it.
  box.style.insetInlineStart = '0';
  box.showModal();
  const start = dir === 'rtl' ? clientWidth - right : left;
  box.style.insetInlineStart = `${Math.max(0, Math.min(start, clientWidth - box.offsetWidth - EDGE))}px`;
  box.querySelector('button')?.focus();
}
