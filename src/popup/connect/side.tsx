import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { SideState } from '../../shared/state';

interface SideProps {
  name: string;
  state: SideState;
  /** Who is connected. */
  who: string;
  more?: string;
  children: ComponentChildren;
}

/** One of the two sides, with its name and whether it is connected. */
export function Side({ name, state, who, more, children }: SideProps) {
  const id = useId();
  return (
    <section class="card side" aria-labelledby={id}>
      <header>
        <h2 id={id}>{name}</h2>
        {state === 'connected' && <span class="pill good">Connected</span>}
        {state === 'signInNeeded' && <span class="pill warn">Sign-in needed</span>}
        {state === 'connecting' && <span class="pill">Connecting…</span>}
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
