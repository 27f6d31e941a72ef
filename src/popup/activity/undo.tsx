/** Asks before something is undone, and says what came of it. */
import { useSignal } from '@preact/signals';
import type { Request } from '../../shared/messages';
import type { UndoPreview } from '../../shared/previews';
import { say } from '../../shared/say';
import type { UndoAnswer } from '../../shared/state';
import { detailText, errorSentence, fieldText, titleText } from '../../shared/words';
import { type Action, useAction } from '../model/action';
import { send } from '../model/client';
import { Dialog } from '../parts/dialog';

type What = Request<'activity.undo'>['what'];

export interface Undo {
  action: Action;
  /** More than one change is asked about first, with its numbers. */
  ask: (what: What, id: string) => void;
  asking: { what: What; id: string; preview: UndoPreview } | undefined;
  result: UndoAnswer | undefined;
  go: () => void;
  close: () => void;
}

/** `done`: called after each undo. */
export function useUndo(done: () => void): Undo {
  const action = useAction();
  const asking = useSignal<Undo['asking']>(undefined);
  const result = useSignal<UndoAnswer | undefined>(undefined);
  const undo = async (what: What, id: string) => {
    result.value = await send('activity.undo', { what, id });
    done();
  };
  return {
    action,
    asking: asking.value,
    result: result.value,
    ask: (what, id) =>
      void action.run(async () => {
        result.value = undefined;
        const preview = await send('undo.preview', { what, id });
        if (preview.changes > 1) asking.value = { what, id, preview };
        else await undo(what, id);
        return undefined;
      }),
    go: () =>
      void action
        .run(async () => {
          const now = asking.peek();
          if (now) await undo(now.what, now.id);
          return undefined;
        })
        .then(() => {
          asking.value = undefined;
        }),
    close: () => {
      asking.value = undefined;
      result.value = undefined;
    },
  };
}

/** The question before, and afterwards what was undone and what was not. */
export function UndoDialogs({ undo }: { undo: Undo }) {
  const { asking, result, action } = undo;
  return (
    <>
      <p class="ears" aria-live="polite">
        {result && say('undo_done', { count: result.undone })}
      </p>
      {asking && (
        <Dialog
          title={say('undo_ask', { count: asking.preview.changes })}
          go={say('undo')}
          danger={asking.preview.espo.deleted + asking.preview.outlook.deleted > 0}
          busy={action.busy}
          onGo={undo.go}
          onClose={undo.close}
        >
          <ul>
            {linesOf(asking.preview).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Dialog>
      )}
      {!asking && result && result.skipped.length > 0 && (
        <Dialog title={say('undo_done', { count: result.undone })} onClose={undo.close}>
          <ul>
            {result.skipped.map(({ title, code, field, error, detail }, i) => (
              <li key={i}>
                <bdi>{titleText(title)}</bdi>
                {field !== '' && `, ${fieldText(field)}`}: {say(`undo_${code}`)} {field === '' && detailText(detail)}
                {error !== '' && errorSentence({ code: error, names: {} })}
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  );
}

/** What an undo would do, side by side. */
export function linesOf({ outlook, espo, apart, together, already, closed, alone }: UndoPreview): string[] {
  const lines = [
    ['undo_deletedEspo', espo.deleted],
    ['undo_deletedOutlook', outlook.deleted],
    ['undo_backEspo', espo.putBack],
    ['undo_backOutlook', outlook.putBack],
    ['undo_madeEspo', espo.madeAgain],
    ['undo_madeOutlook', outlook.madeAgain],
    ['undo_apart', apart],
    ['undo_together', together],
    ['undo_already', already],
    ['undo_closed', closed],
    ['undo_alone', alone],
  ] as const;
  return lines.filter(([, count]) => count > 0).map(([key, count]) => say(key, { count }));
}
