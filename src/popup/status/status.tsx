import type { AppState, HeldView, RunSummary } from '../../shared/state';
import { MISSING_TEXTS, SECOND_WRITER } from '../../shared/texts';
import { type Action, useAction } from '../model/action';
import { send } from '../model/client';
import { view } from '../model/view';
import { ErrorBox, ErrorText } from '../parts/parts';
import { count, doneText, moment, phaseText, progressText } from '../parts/words';
import { unsaved } from '../settings/draft';
import { PreviewBox } from './preview';
import { SignedOut, signedOutOf } from './signed-out';

/** What the sync is doing or did last, and what can be done about it. */
export function Status({ app }: { app: AppState }) {
  const action = useAction();
  const { sync } = app;
  const error = sync.running ? undefined : sync.last?.error;
  const signedOut = signedOutOf(app).length > 0;
  return (
    <section class="card status" aria-label="Sync">
      {/* Not atomic: only what changed is read out, and the counts of a running sync are not. */}
      <div role="status" aria-atomic="false">
        {sync.running && <Running sync={sync} />}
        {error && (
          <div class="box error">
            <ErrorText error={error} />
          </div>
        )}
        {sync.held.length > 0 && <Held held={sync.held} action={view.value === 'needs' ? undefined : action} />}
        {!sync.running && sync.paused.length > 0 && <Paused paused={sync.paused} />}
        {!sync.running && <SignedOut app={app} />}
        {!sync.running && !error && sync.held.length === 0 && !signedOut && <Settled app={app} />}
      </div>
      {app.pair && <Totals sync={sync} />}
      <ErrorBox error={action.error} />
      {app.secondWriter && (
        <div class="box warn">
          <p class="sentence">{SECOND_WRITER.sentence}</p>
          <p>{SECOND_WRITER.remedy}</p>
        </div>
      )}
      {view.value === 'sync' && mayStart(app) && <PreviewBox app={app} />}
      {app.pair && <Buttons app={app} action={action} />}
    </section>
  );
}

/** Everything is there, nothing is under way, and what would be done is what is saved. */
const mayStart = ({ pair, outlook, espo, missing, sync }: AppState): boolean =>
  pair?.settings.enabled === true &&
  !pair.started &&
  outlook.state === 'connected' &&
  espo.state === 'connected' &&
  missing === '' &&
  !sync.running &&
  !unsaved.value;

function Running({ sync }: { sync: AppState['sync'] }) {
  return (
    <>
      <p class="headline">Syncing</p>
      <div class="progress" aria-live="off">
        <progress
          aria-label="Progress"
          max={Math.max(1, sync.total)}
          {...(sync.total > 0 ? { value: Math.min(sync.done, sync.total) } : {})}
        />
        <p>
          {phaseText(sync.phase)} {progressText(sync)}
        </p>
      </div>
    </>
  );
}

function Paused({ paused }: { paused: string[] }) {
  return (
    <ul class="paused">
      {paused.map((name) => (
        <li key={name} class="box warn">
          <bdi>{name}</bdi> paused: EspoCRM no longer lets you read it. Your EspoCRM administrator can give your role
          access.
        </li>
      ))}
    </ul>
  );
}

/** Without buttons where the list under it has them. */
function Held({ held, action }: { held: HeldView[]; action: Action | undefined }) {
  return (
    <>
      <p class="headline warn">Held</p>
      <p>So many changes at once may be a mistake. Nothing of this is written until you decide.</p>
      <ul class="held">
        {held.map(({ id, sentence, warning }, i) => (
          <li key={id}>
            <span id={`held-${i}`}>
              {sentence}
              {warning && <span class="hint"> {warning}</span>}
            </span>
            {action && <Answers id={id} about={`held-${i}`} action={action} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function Answers({ id, about, action }: { id: string; about: string; action: Action }) {
  const act = (answer: 'apply' | 'discard') =>
    void action.run(async () => {
      await send('needs.act', { ids: [id], action: answer, choice: '', fields: {}, rows: [], always: false });
      return undefined;
    });
  return (
    <span class="buttons">
      <button type="button" aria-describedby={about} disabled={action.busy} onClick={() => act('apply')}>
        Apply
      </button>
      <button type="button" aria-describedby={about} disabled={action.busy} onClick={() => act('discard')}>
        Discard
      </button>
    </span>
  );
}

function Settled({ app }: { app: AppState }) {
  const { last } = app.sync;
  if (last && !last.mended) return <Synced last={last} />;
  return (
    <>
      <p class="headline">{last ? 'Not in step yet' : app.pair ? 'Not synced yet' : 'Welcome'}</p>
      <p>{nextStep(app)}</p>
    </>
  );
}

function Synced({ last }: { last: RunSummary }) {
  return (
    <>
      <p class="headline good">
        Synced <time dateTime={new Date(last.at).toISOString()}>{moment(last.at)}</time>
      </p>
      <p>{doneText(last)}</p>
    </>
  );
}

function nextStep(app: AppState): string {
  if (app.outlook.state !== 'connected' || app.espo.state !== 'connected')
    return 'Connect Outlook and EspoCRM to keep your calendar and your customers in step.';
  if (app.missing !== '') return MISSING_TEXTS[app.missing];
  if (!app.pair?.settings.enabled) return 'Tick Outlook Calendar below and press Save.';
  if (app.pair.pausedUntil !== undefined) return 'Press Start to go on.';
  if (app.pair.started) return 'The next run comes by itself; Sync now begins it at once.';
  return 'Press Start to sync from now on, or Sync now to sync once.';
}

function Totals({ sync }: { sync: AppState['sync'] }) {
  if (sync.linked === 0 && sync.leftOut === 0) return null;
  return (
    <p class="hint">
      {count(sync.linked, 'event', 'events')} linked, {sync.leftOut.toLocaleString()} not synced
    </p>
  );
}

function Buttons({ app, action }: { app: AppState; action: Action }) {
  // The pair outlives a disconnected side: connecting the same again resumes it.
  const apart = app.outlook.state === 'disconnected' || app.espo.state === 'disconnected';
  const off = apart || !app.pair?.settings.enabled;
  const started = app.pair?.started === true && app.pair.pausedUntil === undefined;
  const signedOut = signedOutOf(app).length > 0;
  const start = () => void action.run(() => send('sync.start', {}));
  return (
    <>
      <div class="buttons">
        <button
          type="button"
          class={started ? 'primary' : ''}
          disabled={action.busy || off || app.sync.running}
          onClick={() => void action.run(() => send('sync.now', {}))}
        >
          Sync now
        </button>
        {started ? (
          <button
            type="button"
            disabled={action.busy}
            onClick={() => void action.run(() => send('sync.pause', { until: 'resumed' }))}
          >
            Pause
          </button>
        ) : (
          <button type="button" class="primary" disabled={action.busy || off} onClick={start}>
            Start
          </button>
        )}
      </div>
      <p class="hint">{apart ? 'Connect both sides to go on.' : modeText(app, off, signedOut)}</p>
    </>
  );
}

function modeText({ pair }: AppState, off: boolean, signedOut: boolean): string {
  if (off) return unsaved.value ? 'Save the settings first.' : 'The sync is off: tick Outlook Calendar and press Save.';
  if (!pair?.started) return 'Not started: it syncs only when you press Sync now.';
  if (pair.pausedUntil !== undefined) return 'Paused: it syncs only when you press Sync now.';
  return signedOut ? 'It goes on by itself once you are signed in.' : 'Syncs by itself every few minutes.';
}
