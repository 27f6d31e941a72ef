import { useSignal } from '@preact/signals';
import type { CheckLine } from '../../shared/check';
import type { ErrorView } from '../../shared/state';
import { send, viewOf } from '../model/client';
import { ErrorBox } from '../parts/parts';

/** What a sync needs, asked of both sides anew. */
export function SetupCheck() {
  const lines = useSignal<CheckLine[] | undefined>(undefined);
  const error = useSignal<ErrorView | undefined>(undefined);
  const busy = useSignal(false);
  const check = async () => {
    busy.value = true;
    error.value = undefined;
    try {
      lines.value = (await send('setup.check', {})).lines;
    } catch (thrown) {
      error.value = viewOf(thrown);
    } finally {
      busy.value = false;
    }
  };
  return (
    <section class="card setup" aria-label="Setup">
      <div class="buttons">
        <button type="button" disabled={busy.value} aria-busy={busy.value} onClick={() => void check()}>
          Check my setup
        </button>
      </div>
      <ErrorBox error={error.value} />
      <div aria-live="polite">{lines.value && <Lines lines={lines.value} />}</div>
    </section>
  );
}

function Lines({ lines }: { lines: CheckLine[] }) {
  return (
    <ul class="checks">
      {lines.map(({ ok, sentence, remedy }) => (
        <li key={sentence} class={ok ? 'good' : 'warn'}>
          <span class="mark" role="img" aria-label={ok ? 'All right' : 'Attention'}>
            {ok ? '✓' : '!'}
          </span>
          <div>
            <p dir="auto">{sentence}</p>
            {remedy !== '' && (
              <p class="hint" dir="auto">
                {remedy}
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
