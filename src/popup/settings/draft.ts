/** Settings as the user has changed them and not saved them yet. */
import { computed, signal } from '@preact/signals';
import type { Edits } from '../../shared/draft';
import { type SettingKey, type Settings, settingsProblem } from '../../shared/settings';
import type { AppState } from '../../shared/state';
import { errorView, Refused, send } from '../model/client';
import { state } from '../model/model';
import { isLocked } from './locked';

/** How a part of the form says what the user changed. */
export type Change = (part: Partial<Settings>) => void;

const NONE: Edits = { pair: '', changes: {} };
/**
 * What the user changed and has not saved, and the pair that it was changed for: another mailbox or site starts without it. Only this: a new
 * state from the worker shows through everywhere else.
 */
const edits = signal<Edits>(NONE);

const pairName = ({ outlook, espo }: AppState): string => JSON.stringify([outlook.account, espo.site, espo.user]);

/** The settings as the form shows them: the saved ones under the edits, but for what is locked by now. */
export const draft = computed<Settings | undefined>(() => {
  const app = state.value;
  if (!app?.pair) return undefined;
  const { pair, changes } = edits.value === NONE ? keptOf(app) : edits.value;
  return pair === pairName(app) ? { ...app.pair.settings, ...unlocked(changes) } : app.pair.settings;
});

/** Until Start nothing that was chosen is lost when the page is closed in between. Afterwards an edit that nobody sees is none. */
const keptOf = ({ pair, draft: kept }: AppState): Edits => (pair?.started ? NONE : (kept.settings ?? NONE));

/** Told with each change: a page closes without a word. */
function keep(now: Edits): void {
  const app = state.peek();
  edits.value = now;
  if (!app?.pair || app.pair.started) return;
  state.value = { ...app, draft: { ...app.draft, settings: now } };
  // Lost at worst: nothing waits for it.
  send('draft.keep', { draft: { settings: now } }).catch(() => undefined);
}

const unlocked = (changes: Partial<Settings>): Partial<Settings> =>
  Object.fromEntries(Object.entries(changes).filter(([key]) => !isLocked(key as SettingKey)));

export const unsaved = computed<boolean>(() => {
  const saved = state.value?.pair?.settings;
  const shown = draft.value;
  return saved !== undefined && shown !== undefined && !same(saved, shown);
});

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export function edit(change: Partial<Settings>): void {
  const app = state.peek();
  if (!app?.pair) return;
  const pair = pairName(app);
  const before = editsNow(app);
  keep({ pair, changes: { ...(before.pair === pair ? before.changes : {}), ...change } });
}

export const discardEdits = (): void => keep(NONE);

const editsNow = (app: AppState | undefined): Edits => {
  const here = edits.peek();
  return here === NONE && app ? keptOf(app) : here;
};

/** Takes out of the edits what `isOver`. */
function settle(isOver: (key: string, value: unknown) => boolean): void {
  const { pair, changes } = editsNow(state.peek());
  keep({ pair, changes: Object.fromEntries(Object.entries(changes).filter(([key, value]) => !isOver(key, value))) });
}

/** Sends the form. Throws `Refused`; what was edited while the answer was awaited stays edited. */
export async function save(): Promise<AppState> {
  const settings = draft.peek();
  if (!settings) throw new Refused(errorView('sync.notConnected'));
  const problem = settingsProblem(settings);
  if (problem !== undefined) throw new Refused(errorView('settings.invalid', problem.code));
  let answer: AppState;
  try {
    answer = await send('settings.save', { settings });
  } catch (thrown) {
    // Microsoft did not grant what the new direction needs: the old one stays, here too.
    if (thrown instanceof Refused && thrown.view.code.startsWith('ms.')) settle((key) => key === 'direction');
    throw thrown;
  }
  settle((key, value) => same(value, settings[key as keyof Settings]));
  // It was asked for before this was settled.
  return { ...answer, draft: { ...answer.draft, settings: edits.peek() } };
}
