import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import { CopyAdminMessage } from '../connect/admin-message';
import { ConnectEspo } from '../connect/connect-espo';
import { ConnectOutlook } from '../connect/connect-outlook';
import { isSet } from '../connect/typed';
import { StartBox } from '../preview/start-box';
import { DirectionStep } from './direction-step';
import { EntitiesStep } from './entities-step';
import { Intro } from './intro';
import { keepStep, keptStep, STEPS, type Step, stepNow } from './steps';

/** From install to the first sync, a step at a time. What is done stays open to change; where one left is where one comes back to. */
export function FirstRun({ app }: { app: AppState }) {
  const asked = useSignal<Step | undefined>(keptStep());
  const now = stepNow(app, asked.value);
  const to = (step: Step) => {
    asked.value = step;
    keepStep(step);
  };
  return (
    <>
      <h1 tabIndex={-1}>{say('first_title')}</h1>
      <Intro />
      <ol class="steps">
        {STEPS.map((step, i) => (
          <StepItem key={step} step={step} now={now} at={i + 1}>
            <Content step={step} app={app} to={to} />
          </StepItem>
        ))}
      </ol>
    </>
  );
}

interface StepItemProps {
  step: Step;
  now: Step;
  at: number;
  children: preact.ComponentChildren;
}

/** Only the step that is to be done now is open; its heading takes the focus when it comes. */
function StepItem({ step, now, at, children }: StepItemProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  const open = step === now;
  useEffect(() => {
    if (open && !first.current) heading.current?.focus();
    first.current = false;
  }, [open]);
  const done = STEPS.indexOf(step) < STEPS.indexOf(now);
  return (
    <li class={open ? 'step open' : done ? 'step done' : 'step'} aria-current={open ? 'step' : undefined}>
      <h2 tabIndex={-1} ref={heading}>
        <span class="number" aria-hidden="true">
          {done ? '✓' : at}
        </span>
        {say(`first_${step}`)}
        {done && <span class="ears"> {say('first_done')}</span>}
      </h2>
      {(open || (done && (step === 'espo' || step === 'outlook'))) && <div class="body">{children}</div>}
    </li>
  );
}

function Content({ step, app, to }: { step: Step; app: AppState; to: (step: Step) => void }) {
  switch (step) {
    case 'espo':
      return <ConnectEspo app={app} bare />;
    case 'outlook':
      return (
        <>
          {app.outlook.state === 'disconnected' && !(isSet(app, 'clientId') && isSet(app, 'tenantId')) && (
            <>
              <p>{say('first_outlookHint')}</p>
              {/* What went wrong offers it itself. */}
              {app.outlook.consentLink === '' && <CopyAdminMessage outlook={app.outlook} />}
            </>
          )}
          <ConnectOutlook app={app} bare />
        </>
      );
    case 'direction':
      return <DirectionStep app={app} onDone={() => to('entities')} />;
    case 'entities':
      return <EntitiesStep app={app} onBack={() => to('direction')} onDone={() => to('start')} />;
    case 'start':
      return <StartBox app={app} onBack={() => to('entities')} />;
  }
}
