import { useSignal } from '@preact/signals';
import { say } from '../../shared/say';
import { useAction } from '../model/action';
import { send } from '../model/client';
import { Button } from '../parts/button';
import { ErrorBox } from '../parts/error';
import { saveFile } from '../parts/save-file';

/** A report without names, addresses and secrets: shown before it is saved. */
export function Diagnostics() {
  const action = useAction();
  const report = useSignal<{ name: string; text: string } | undefined>(undefined);
  const make = () =>
    void action.run(async () => {
      report.value = await send('diagnostics.report', {});
      return undefined;
    });
  return (
    <section class="card" aria-labelledby="report">
      <h2 id="report">{say('report_title')}</h2>
      <p class="hint">{say('report_hint')}</p>
      <ErrorBox error={action.error} />
      <div class="buttons">
        <Button busy={action.busy} onPress={make}>
          {say('report_make')}
        </Button>
        {report.value && (
          <Button
            onPress={() => {
              if (report.value) saveFile(report.value.name, report.value.text);
            }}
          >
            {say('report_save')}
          </Button>
        )}
      </div>
      {report.value && (
        // Long, and read by keyboard as well.
        <pre tabIndex={0} role="region" aria-label={report.value.name} lang="en" dir="ltr">
          {report.value.text}
        </pre>
      )}
    </section>
  );
}
