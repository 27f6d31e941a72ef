/** A button. */
import type { ComponentChildren, RefObject } from 'preact';
import { Icon, type IconName } from './icon';

interface ButtonProps {
  children: ComponentChildren;
  onPress?: () => void;
  type?: 'button' | 'submit';
  /** danger: it deletes, mails or disconnects, and looks like it. */
  look?: 'primary' | 'danger' | 'quiet';
  icon?: IconName;
  /** What was pressed is under way. */
  busy?: boolean;
  /** It cannot be pressed now; why stands beside it. */
  off?: boolean;
  /** For ears, where what is written says too little. */
  name?: string | undefined;
  about?: string | undefined;
  expanded?: boolean;
  controls?: string;
  buttonRef?: RefObject<HTMLButtonElement | null>;
}

/**
 * A button that cannot be pressed is said to be so and keeps the focus: `disabled` would drop it, and whoever works by keyboard would
 * stand at the top of the page after each action.
 */
export function Button({ children, onPress, type = 'button', look, icon, busy, off, ...more }: ButtonProps) {
  const { name, about, expanded, controls, buttonRef } = more;
  const idle = busy === true || off === true;
  return (
    <button
      type={type}
      class={look}
      aria-disabled={idle ? true : undefined}
      aria-busy={busy ? true : undefined}
      aria-label={name}
      aria-describedby={about}
      aria-expanded={expanded}
      aria-controls={controls}
      {...(buttonRef ? { ref: buttonRef } : {})}
      onClick={(event) => {
        // Of a form, too: Enter in a field presses its button.
        if (idle) event.preventDefault();
        else onPress?.();
      }}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
