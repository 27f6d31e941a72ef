import type { Finding } from '../../shared/check';
import { say } from '../../shared/say';
import { moment } from '../../shared/words';
import { Icon } from '../parts/icon';

/** What the trial found out, with its date. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul class="checks">
      {findings.map(({ trial, answer, at, detail }) => (
        <li key={trial} class={answer === 'yes' ? 'good' : 'warn'}>
          <Icon name={answer === 'yes' ? 'check' : 'warn'} />
          <div>
            <p>
              {say(`trial_${trial}`, { detail })} {say(`trial_answer_${answer}`)}
            </p>
            <p class="hint">{say('trial_at', { time: moment(at) })}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
