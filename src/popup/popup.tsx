import { say } from '../shared/say';
import type { AppState } from '../shared/state';
import { SignIn } from './connect/sign-in';
import { useAction } from './model/action';
import { state, stateError } from './model/model';
import { FirstQuestion } from './needs/first-question';
import { ErrorText } from './parts/error';
import { PageLink } from './parts/page-link';
import { Recent } from './status/recent';
import { RunButtons } from './status/run-buttons';
import { LastAndNext, Status } from './status/status';

/** The small window: one status, and the few things that are done daily. Its size is the same whatever it says. */
export function Popup() {
  const app = state.value;
  return (
    <>
      <header class="top">
        <h1>{say('name')}</h1>
        <PageLink view="overview">{say('openPage')}</PageLink>
      </header>
      <main aria-busy={app === undefined}>
        {stateError.value && (
          <div class="box error" role="alert">
            <ErrorText error={stateError.value} brief />
          </div>
        )}
        {app && <Daily app={app} />}
      </main>
      <nav aria-label={say('views')}>
        <PageLink view="activity">{say('view_activity')}</PageLink>
        <PageLink view="why">{say('view_why')}</PageLink>
        <PageLink view="settings">{say('view_settings')}</PageLink>
      </nav>
    </>
  );
}

/** Signed out, only the way in is shown; before the set-up is done the way to it, under a question that a sync by hand has brought up. */
function Daily({ app }: { app: AppState }) {
  const action = useAction();
  const { kind } = app.status;
  if (kind === 'signInNeeded')
    return (
      <>
        <Status app={app} />
        <SignIn app={app} />
      </>
    );
  // Both sides are connected there, and where they were before, nothing else is begun anew.
  if (app.pair?.started && kind === 'connect')
    return (
      <>
        <Status app={app} />
        <div class="setup">
          <PageLink view="overview">{say('goSetUp')}</PageLink>
        </div>
      </>
    );
  if (!app.pair?.started)
    return (
      <>
        <Status app={app} />
        {/* It stays when it was the last one: what was answered is said, and the keyboard is there. */}
        {kind !== 'connect' && kind !== 'connecting' && <FirstQuestion app={app} />}
        <div class="setup">
          <PageLink view="start">{say('goSetUp')}</PageLink>
        </div>
      </>
    );
  return (
    <>
      <Status app={app} />
      {kind === 'error' && !app.status.goesOn && (
        <p class="more">
          <PageLink view="overview">{say('details')}</PageLink>
        </p>
      )}
      <LastAndNext app={app} />
      <RunButtons app={app} action={action} />
      {action.error && (
        <div class="box error" role="alert">
          <ErrorText error={action.error} brief />
        </div>
      )}
      {/* A question needs the room, and is more urgent. */}
      {app.outlook.badgesPaused && !app.sync.firstNeed && <p class="box warn">{say('badgesPaused')}</p>}
      <FirstQuestion app={app} />
      <Recent app={app} />
    </>
  );
}
