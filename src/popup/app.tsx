import type { AppState } from '../shared/state';
import { Activity } from './activity/activity';
import { WhyNotSynced } from './activity/left-out';
import { ConnectEspo } from './connect/connect-espo';
import { ConnectOutlook } from './connect/connect-outlook';
import { state, stateError } from './model/model';
import { type View, view } from './model/view';
import { NeedsYou } from './needs/needs-you';
import { ErrorBox } from './parts/parts';
import { SettingsForm } from './settings/settings';
import { SetupCheck } from './settings/setup-check';
import { Status } from './status/status';

export function App() {
  const app = state.value;
  return (
    <>
      <header class="top">
        <h1>Outlook Calendar for EspoCRM</h1>
        {document.documentElement.classList.contains('popup') && (
          <a
            href="page.html"
            onClick={(event) => {
              event.preventDefault();
              void chrome.runtime.openOptionsPage();
            }}
          >
            Open as a page
          </a>
        )}
      </header>
      <ErrorBox error={stateError.value} />
      {app && (
        <>
          <Status app={app} />
          {app.pair && <Views app={app} />}
          <main>{app.pair ? <Content app={app} /> : <Sync app={app} />}</main>
        </>
      )}
    </>
  );
}

function Views({ app }: { app: AppState }) {
  const { needsYou, leftOut } = app.sync;
  return (
    <nav aria-label="Views">
      <ViewLink name="sync" text="Sync" />
      <ViewLink name="activity" text="Activity" />
      <ViewLink name="needs" text="Needs you" n={needsYou} urgent />
      <ViewLink name="why" text="Why not synced" n={leftOut} />
    </nav>
  );
}

function ViewLink({ name, text, n = 0, urgent = false }: { name: View; text: string; n?: number; urgent?: boolean }) {
  return (
    <a
      href={`#${name}`}
      // The count describes the view; its name stays the same.
      aria-label={text}
      aria-describedby={n > 0 ? `${name}-count` : undefined}
      aria-current={view.value === name ? 'page' : undefined}
      onClick={() => {
        view.value = name;
      }}
    >
      {text}
      {n > 0 && (
        <span id={`${name}-count`} class={urgent ? 'count urgent' : 'count'}>
          {' '}
          {n.toLocaleString()}
        </span>
      )}
    </a>
  );
}

function Content({ app }: { app: AppState }) {
  switch (view.value) {
    case 'activity':
      return <Activity />;
    case 'needs':
      return <NeedsYou />;
    case 'why':
      return <WhyNotSynced />;
    case 'sync':
      return <Sync app={app} />;
  }
}

function Sync({ app }: { app: AppState }) {
  return (
    <div class="columns">
      <div class="sides">
        <ConnectOutlook app={app} />
        <ConnectEspo app={app} />
        {app.pair && <SetupCheck />}
      </div>
      <SettingsForm app={app} />
    </div>
  );
}
