import { sideOf } from '../../shared/codes';
import type { AppState } from '../../shared/state';
import { SIDES } from '../parts/words';

type SideName = keyof typeof SIDES;

/** The sides whose sign-in is over. */
export const signedOutOf = (app: AppState): SideName[] =>
  (Object.keys(SIDES) as SideName[]).filter((side) => app[side].state === 'signInNeeded');

/** Nothing else is said of the sync: it waits for this. Not again where the last run's error says it already. */
export function SignedOut({ app }: { app: AppState }) {
  const { last } = app.sync;
  const said = last?.error && sideOf(last.error.code);
  const sides = signedOutOf(app).filter((side) => side !== said);
  if (sides.length === 0) return null;
  return (
    <>
      <p class="headline warn">Sign-in needed</p>
      <p>Nothing is synced until you have signed in to {sides.map((side) => SIDES[side]).join(' and ')} again.</p>
    </>
  );
}
