/** One of the two sides: whether it is connected, as whom, and its form. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { say } from '../../shared/say';
import type { SideState } from '../../shared/state';

interface SideProps {
  name: string;
  state: SideState;
  /** Who is connected. */
  who: string;
  more?: string;
  /** Its name stands above it already. */
  bare: boolean;
  children: ComponentChildren;
}

/** One of the two sides, with its name and whether it is connected. */
export function Side({ name, state, who, more, bare, children }: SideProps) {
  const id = useId();
  return (
    <section class={bare ? 'side' : 'card side'} {...(bare ? { 'aria-label': name } : { 'aria-labelledby': id })}>
      <header>
        {!bare && <h2 id={id}>{name}</h2>}
        {state === 'connected' && <span class="pill good">{say('connected')}</span>}
        {state === 'signInNeeded' && <span class="pill warn">{say('status_signIn')}</span>}
        {state === 'connecting' && <span class="pill">{say('status_connecting')}</span>}
      </header>
      {who !== '' && (
        <p class="who" dir="auto">
          {who}
        </p>
      )}
      {more && (
        <p class="hint" dir="auto">
          {more}
        </p>
      )}
      {children}
    </section>
  );
}
