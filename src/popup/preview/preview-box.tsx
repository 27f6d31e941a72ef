/** What would be done, in numbers and line by line. */
import { useSignal } from '@preact/signals';
import type { Preview, PreviewLine } from '../../shared/previews';
import { say } from '../../shared/say';
import { moment } from '../../shared/words';
import { send } from '../model/client';
import { useList } from '../model/list';
import { ErrorBox } from '../parts/error';
import { PlanLines } from '../parts/plan-lines';

/** What Start would do, each line with its items. Nothing is written for it. */
export function PreviewBox({ onReady }: { onReady?: (ready: boolean) => void }) {
  const { answer, error } = useList<'preview.get'>(() => send('preview.get', {}));
  onReady?.(answer !== undefined);
  return (
    <section class="preview" aria-labelledby="preview">
      <h2 id="preview">{say('preview')}</h2>
      <ErrorBox error={error} />
      {!answer && !error && <p class="hint">{say('preview_looking')}</p>}
      {answer && (
        <>
          <PreviewLines lines={linesOf(answer)} of="start" />
          <p class="hint">{say('preview_asOf', { time: moment(answer.at) })}</p>
        </>
      )}
    </section>
  );
}

export interface Line {
  line: PreviewLine | '';
  text: string;
  count: number;
}

/** Each line unfolds into what it counts. */
export function PreviewLines({ lines, of }: { lines: readonly Line[]; of: 'start' | 'settings' }) {
  return (
    <ul class="preview-lines">
      {lines.map(({ line, text, count }) => (
        <li key={text}>{line === '' || count === 0 ? <p>{text}</p> : <Unfolding line={line} text={text} of={of} />}</li>
      ))}
    </ul>
  );
}

function Unfolding({ line, text, of }: { line: PreviewLine; text: string; of: 'start' | 'settings' }) {
  const open = useSignal(false);
  return (
    <details
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>{text}</summary>
      {open.value && (
        <PlanLines ask={(typed, after) => send('preview.list', { of, line, text: typed, limit: 100, after })} />
      )}
    </details>
  );
}

/** The first, the last and those of the linked are always said: that nothing happens is what people want to know. */
export function linesOf(preview: Preview): Line[] {
  const { creates, updates, removes, linked, asks, held, leftOut, notifications, mails } = preview;
  const all = leftOut.reduce((sum, one) => sum + one.count, 0);
  const some = (line: PreviewLine, text: string, count: number): Line[] => (count > 0 ? [{ line, text, count }] : []);
  return [
    { line: 'createEspo', text: say('preview_createEspo', { count: creates.espo }), count: creates.espo },
    { line: 'createOutlook', text: say('preview_createOutlook', { count: creates.outlook }), count: creates.outlook },
    { line: 'linked', text: say('preview_linked', { count: linked }), count: linked },
    ...some('updateEspo', say('preview_updateEspo', { count: updates.espo }), updates.espo),
    ...some('updateOutlook', say('preview_updateOutlook', { count: updates.outlook }), updates.outlook),
    ...some('removeEspo', say('preview_removeEspo', { count: removes.espo }), removes.espo),
    ...some('removeOutlook', say('preview_removeOutlook', { count: removes.outlook }), removes.outlook),
    { line: 'asks', text: say('preview_asks', { count: asks, held }), count: asks },
    ...some('leftOut', say('preview_leftOut', { count: all }), all),
    { line: '', text: say('preview_notifications', { count: notifications }), count: notifications },
    { line: '', text: say('preview_mails', { count: mails }), count: mails },
  ];
}
