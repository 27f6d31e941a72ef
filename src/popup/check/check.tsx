import { useSignal } from '@preact/signals';
import type { SetupAnswer } from '../../shared/check';
import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import { useAction } from '../model/action';
import { send } from '../model/client';
import { Button } from '../parts/button';
import { ErrorBox } from '../parts/error';
import { CheckLines } from './check-lines';
import { Diagnostics } from './diagnostics';
import { Findings } from './findings';

/** What a sync needs, asked of both sides anew; what documents leave open, tried out; and a report for whoever helps. */
export function Check({ app }: { app: AppState }) {
  const action = useAction();
  const answer = useSignal<SetupAnswer | undefined>(undefined);
  const ask = (name: 'setup.check' | 'setup.trial') =>
    void action.run(async () => {
      answer.value = await send(name, {});
      return undefined;
    });
  return (
    <>
      <h1 tabIndex={-1}>{say('view_check')}</h1>
      <section class="card" aria-labelledby="check">
        <h2 id="check">{say('check_title')}</h2>
        <p class="hint">{say('check_hint')}</p>
        <div class="buttons">
          <Button look="primary" busy={action.busy} off={!app.pair} onPress={() => ask('setup.check')}>
            {say('check_go')}
          </Button>
        </div>
        <ErrorBox error={action.error} />
        <div aria-live="polite">{answer.value && <CheckLines lines={answer.value.lines} />}</div>
      </section>
      <section class="card" aria-labelledby="trial">
        <h2 id="trial">{say('trial_title')}</h2>
        <p class="hint">{say('trial_hint')}</p>
        <div class="buttons">
          <Button busy={action.busy} off={!app.pair || !app.outlook.canWrite} onPress={() => ask('setup.trial')}>
            {say('trial_go')}
          </Button>
        </div>
        {app.pair && !app.outlook.canWrite && <p class="hint">{say('trial_readOnly')}</p>}
        <div aria-live="polite">{answer.value && <Findings findings={answer.value.findings} />}</div>
      </section>
      <Diagnostics />
    </>
  );
}
