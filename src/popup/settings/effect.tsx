import { say } from '../../shared/say';
import { unsaved } from './draft';
import { effect, settingsLines } from './foreseen';

/** What Save would do, in sentences, beside its button. */
export function Effect() {
  const preview = unsaved.value ? effect.value?.preview : undefined;
  const lines = preview ? settingsLines(preview) : [];
  return (
    <div class="effect" aria-live="polite">
      {preview && lines.length === 0 && <p class="hint">{say('set_nothing')}</p>}
      {lines.map(({ text }) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}
