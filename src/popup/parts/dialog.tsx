/** A question over the page, which keeps the focus until it is answered. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { say } from '../../shared/say';
import { Button } from './button';
import type { IconName } from './icon';

/** So long a new button cannot be pressed: whoever clicks twice meant the one before it. Milliseconds. */
const UNARMED = 600;

interface DialogProps {
  title: string;
  children: ComponentChildren;
  /** The button that goes on, named by what it does; none: there is nothing to go on with. */
  go?: string;
  icon?: IconName;
  danger?: boolean;
  busy?: boolean;
  onGo?: () => void;
  onClose: () => void;
}

/** A question before something that many items or other people would feel: over the page, so that nothing on it moves. */
export function Dialog({ title, children, go, icon, danger = false, busy = false, onGo, onClose }: DialogProps) {
  const id = useId();
  const box = useRef<HTMLDialogElement>(null);
  const armed = useSignal(false);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    const timer = setTimeout(() => {
      armed.value = true;
    }, UNARMED);
    return () => {
      clearTimeout(timer);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      aria-labelledby={id}
      onClose={onClose}
      onCancel={(event) => {
        // What is under way is waited for.
        if (busy) event.preventDefault();
      }}
    >
      <h2 id={id}>{title}</h2>
      <div class="body">{children}</div>
      <div class="buttons">
        <Button off={busy} onPress={onClose}>
          {go === undefined ? say('close') : say('cancel')}
        </Button>
        {go !== undefined && (
          <Button
            look={danger ? 'danger' : 'primary'}
            {...(icon ? { icon } : {})}
            busy={busy}
            off={!armed.value}
            onPress={() => onGo?.()}
          >
            {go}
          </Button>
        )}
      </div>
    </dialog>
  );
}
