import type { CheckLine } from '../../shared/check';
import { say } from '../../shared/say';
import { checkRemedy, checkSentence } from '../../shared/words';
import { Icon } from '../parts/icon';

/** What was found: well, or what to do about it and who. */
export function CheckLines({ lines }: { lines: readonly CheckLine[] }) {
  return (
    <ul class="checks">
      {lines.map((line) => {
        const { ok } = line;
        const sentence = checkSentence(line);
        const remedy = checkRemedy(line);
        return (
          <li key={sentence} class={ok ? 'good' : 'warn'}>
            <Icon name={ok ? 'check' : 'warn'} />
            <div>
              <p>
                <span class="ears">{say(ok ? 'check_ok' : 'check_attention')} </span>
                {sentence}
              </p>
              {remedy !== '' && <p class="hint">{remedy}</p>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
