import type { CheckLine } from '../../shared/check';
import { say, type TextKey } from '../../shared/say';
import { Icon } from '../parts/icon';

/** What was found: well, or what to do about it and who. */
export function CheckLines({ lines }: { lines: readonly CheckLine[] }) {
  return (
    <ul class="checks">
      {lines.map(({ code, ok, values, ...english }) => {
        const sentence = say(`check_${code}` as TextKey, values) || english.sentence;
        const remedy = ok ? '' : say(`check_${code}_do` as TextKey, values) || english.remedy;
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
