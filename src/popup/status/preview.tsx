import { useSignal } from '@preact/signals';
import type { Preview } from '../../shared/previews';
import type { AppState } from '../../shared/state';
import { REASON_TEXTS } from '../../shared/texts';
import { send } from '../model/client';
import { useList } from '../model/list';
import { ErrorBox } from '../parts/parts';
import { count, moment } from '../parts/words';

/** What Start would do: by itself before anything was ever synced, on request later. */
export function PreviewBox({ app }: { app: AppState }) {
  const asked = useSignal(false);
  if (!asked.value && app.sync.last)
    return (
      <div class="buttons">
        <button
          type="button"
          onClick={() => {
            asked.value = true;
          }}
        >
          Preview
        </button>
      </div>
    );
  return (
    <section class="preview" aria-labelledby="preview">
      <h2 id="preview">What Start will do</h2>
      <Foreseen />
    </section>
  );
}

function Foreseen() {
  const { answer, error } = useList<'preview.get'>(() => send('preview.get', {}));
  if (error) return <ErrorBox error={error} />;
  if (!answer) return <p class="hint">Looking at both calendars; nothing is written…</p>;
  return (
    <>
      <ul>
        {linesOf(answer).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <LeftOut leftOut={answer.leftOut} />
      <p class="hint">
        As of <time dateTime={new Date(answer.at).toISOString()}>{moment(answer.at)}</time>. Nothing has been written
        for this.
      </p>
    </>
  );
}

function LeftOut({ leftOut }: Pick<Preview, 'leftOut'>) {
  const all = leftOut.reduce((sum, one) => sum + one.count, 0);
  if (all === 0) return null;
  const sorted = [...leftOut].sort((a, b) => b.count - a.count);
  return (
    <details>
      <summary>
        <span>{all.toLocaleString()} left out</span>
      </summary>
      <ul>
        {sorted.map((one) => (
          <li key={one.reason}>
            {one.count.toLocaleString()}: {REASON_TEXTS[one.reason]}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The first, the last and those of the linked are always said: that nothing happens is what people want to know. */
export function linesOf({ creates, updates, linked, asks, notifications, mails }: Preview): string[] {
  const changed = [
    [updates.espo, 'EspoCRM'],
    [updates.outlook, 'Outlook'],
  ] as const;
  return [
    `${count(creates.espo, 'record', 'records')} will be created in EspoCRM`,
    `${count(creates.outlook, 'event', 'events')} will be created in Outlook`,
    `${count(linked, 'meeting', 'meetings')} on both sides will be linked`,
    ...changed.flatMap(([n, side]) => (n > 0 ? [`${n.toLocaleString()} of them will be changed in ${side}`] : [])),
    ...(asks > 0 ? [`${count(asks, 'waits', 'wait')} for your decision under Needs you`] : []),
    `Colleagues get ${count(notifications, 'notification', 'notifications')} in EspoCRM`,
    mails === 0 ? '0 mails to anybody' : `Outlook mails ${count(mails, 'person', 'people')}`,
  ];
}
