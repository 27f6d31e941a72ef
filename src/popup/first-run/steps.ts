/** The steps of the set-up, and the one that was left. */
import type { AppState } from '../../shared/state';

/** The steps of the set-up, in their order. */
export const STEPS = ['espo', 'outlook', 'direction', 'entities', 'start'] as const;
export type Step = (typeof STEPS)[number];

const KEPT = 'first-run-step';

/** Where one was when the page was closed. */
export const keptStep = (): Step | undefined => STEPS.find((step) => step === localStorage.getItem(KEPT));
export const keepStep = (step: Step): void => localStorage.setItem(KEPT, step);

/** The two sides come first, whatever was asked for; of the rest the one that was reached. */
export function stepNow(app: AppState, asked: Step | undefined): Step {
  if (app.espo.state !== 'connected') return 'espo';
  if (app.outlook.state !== 'connected' || !app.pair) return 'outlook';
  return asked === 'entities' || asked === 'start' ? asked : 'direction';
}
