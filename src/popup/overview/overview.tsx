import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import { ConnectEspo } from '../connect/connect-espo';
import { ConnectOutlook } from '../connect/connect-outlook';
import { useAction } from '../model/action';
import { ErrorBox, ErrorDetails } from '../parts/error';
import { PageLink } from '../parts/page-link';
import { StartBox } from '../preview/start-box';
import { Newest } from '../status/newest';
import { RunButtons } from '../status/run-buttons';
import { LastAndNext, Status } from '../status/status';
import { Part } from './part';

/** How the sync stands, what it did last, and the two sides of it. */
export function Overview({ app }: { app: AppState }) {
  const action = useAction();
  return (
    <>
      <h1 tabIndex={-1}>{say('view_overview')}</h1>
      <section class="card" aria-label={say('status')}>
        <Status app={app} />
        {app.status.kind === 'error' && <ErrorDetails error={app.status.error} />}
        {app.pair && <LastAndNext app={app} />}
        <RunButtons app={app} action={action} />
        <ErrorBox error={action.error} />
        <Notes app={app} />
      </section>
      {app.pair && !app.pair.started && <StartBox app={app} />}
      <div class="columns">
        <ConnectEspo app={app} />
        <ConnectOutlook app={app} />
      </div>
      {app.pair && (
        <section class="card" aria-labelledby="newest">
          <h2 id="newest">{say('newest')}</h2>
          <Newest changes={app.sync.recent} linked />
          <p>
            <PageLink view="activity">{say('allActivity')}</PageLink>
          </p>
        </section>
      )}
    </>
  );
}

/** What is worth knowing beside the status, none of it in the way. */
function Notes({ app }: { app: AppState }) {
  const { sync } = app;
  return (
    <>
      {sync.needsYou > 0 && (
        <p>
          <PageLink view="needs">{say('needs_all', { count: sync.needsYou })}</PageLink>
        </p>
      )}
      {/* Before the first look nobody knows. */}
      {app.pair && sync.last && <p class="hint">{say('totals', { linked: sync.linked, leftOut: sync.leftOut })}</p>}
      {!sync.running && sync.parts.map((part) => <Part key={`${part.side} ${part.thing} ${part.name}`} part={part} />)}
      {app.outlook.badgesPaused && <p class="box warn">{say('badgesPaused')}</p>}
      {app.secondWriter && <p class="box warn">{say('secondWriter')}</p>}
    </>
  );
}
