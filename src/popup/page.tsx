import './parts/page.css';
import { useEffect, useRef } from 'preact/hooks';
import { say } from '../shared/say';
import type { AppState } from '../shared/state';
import { About } from './about/about';
import { Activity } from './activity/activity';
import { Check } from './check/check';
import { FirstRun } from './first-run/first-run';
import { state, stateError } from './model/model';
import { go, type View, where } from './model/view';
import { NeedsYou } from './needs/needs-you';
import { Overview } from './overview/overview';
import { ErrorBox } from './parts/error';
import { SettingsView } from './settings/settings';
import { WhyNotSynced } from './why/why';

/** The full page: everything, one view at a time. */
export function Page() {
  const app = state.value;
  const view = viewNow(app);
  const main = useRef<HTMLElement>(null);
  const before = useRef(view);
  useEffect(() => {
    if (view !== undefined && where.peek().view === 'start' && view !== 'start') go(view);
  }, [view]);
  useEffect(() => {
    // Another view: whoever reads by ear goes on at its heading. Not on opening the page.
    const another = before.current !== undefined && before.current !== view;
    // What was led to has it already.
    if (another && !main.current?.contains(document.activeElement))
      main.current?.querySelector<HTMLElement>('h1')?.focus();
    before.current = view;
  }, [view]);
  return (
    <>
      <header class="top">
        <p class="brand">{say('name')}</p>
      </header>
      <div class="shell">
        {app && <Views app={app} now={view} />}
        <main ref={main}>
          <ErrorBox error={stateError.value} />
          {app && view && <Content app={app} view={view} />}
        </main>
      </div>
    </>
  );
}

/** Until it was started once the set-up is what one comes for; once it was there is none any more, wherever the address leads. */
function viewNow(app: AppState | undefined): View | undefined {
  const { view } = where.value;
  if (view !== undefined && (view !== 'start' || !app?.pair?.started)) return view;
  if (!app) return undefined;
  return app.pair?.started || app.sync.last ? 'overview' : 'start';
}

function Content({ app, view }: { app: AppState; view: View }) {
  switch (view) {
    case 'overview':
      return <Overview app={app} />;
    case 'activity':
      return <Activity />;
    case 'needs':
      return <NeedsYou />;
    case 'why':
      return <WhyNotSynced app={app} />;
    case 'settings':
      return <SettingsView app={app} />;
    case 'check':
      return <Check app={app} />;
    case 'about':
      return <About />;
    case 'start':
      return <FirstRun app={app} />;
  }
}

const MENU = ['overview', 'activity', 'needs', 'why', 'settings', 'check', 'about'] as const;

function Views({ app, now }: { app: AppState; now: View | undefined }) {
  const { needsYou, leftOut } = app.sync;
  const counts: Partial<Record<View, number>> = { needs: needsYou, why: leftOut };
  // Nothing is synced yet: most of it would be empty.
  const views = app.pair ? MENU : (['overview', 'about'] as const);
  return (
    <nav aria-label={say('views')}>
      <ul>
        {!app.pair?.started && <ViewLink view="start" now={now} />}
        {views.map((view) => (
          <ViewLink key={view} view={view} now={now} n={counts[view] ?? 0} />
        ))}
      </ul>
    </nav>
  );
}

/** The count stands beside the name and describes it: the name stays the same. */
function ViewLink({ view, now, n = 0 }: { view: View; now: View | undefined; n?: number }) {
  const id = `count-${view}`;
  return (
    <li>
      <a href={`#${view}`} aria-current={view === now ? 'page' : undefined} aria-describedby={n > 0 ? id : undefined}>
        {say(`view_${view}`)}
      </a>
      {n > 0 && (
        <span id={id} class={view === 'needs' ? 'count urgent' : 'count'}>
          {say('count', { n })}
        </span>
      )}
    </li>
  );
}
