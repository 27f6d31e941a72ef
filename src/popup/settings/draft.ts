/** Settings as the user has changed them and not saved them yet. */
import { computed, signal } from '@preact/signals';
import { type SettingKey, type Settings, settingsProblem } from '../../shared/settings';
import type { AppState } from '../../shared/state';
import { errorView, Refused, send } from '../model/client';
import { state } from '../model/model';
import { isLocked } from './locked';

/** How a part of the form says what the user changed. */
export type Change = (part: Partial<Settings>) => void;

interface Edits {
  /** The pair they were made for: another mailbox or site starts without them. */
  pair: string;
  changes: Partial<Settings>;
}
/** What the user changed and has not saved. Only this: a new state from the worker shows through everywhere else. */
const edits = signal<Edits>({ pair: '', changes: {} });

const pairName = ({ outlook, espo }: AppState): string => JSON.stringify([outlook.account, espo.site, espo.user]);

/** The settings as the form shows them: the saved ones under the edits, but for what is locked by now. */
export const draft = computed<Settings | undefined>(() => {
  const app = state.value;
  if (!app?.pair) return undefined;
  const { pair, changes } = edits.value;
  return pair === pairName(app) ? { ...app.pair.settings, ...unlocked(changes) } : app.pair.settings;
});

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
  const before = edits.peek();
  edits.value = { pair, changes: { ...(before.pair === pair ? before.changes : {}), ...change } };
}

export function discardEdits(): void {
  edits.value = { pair: '', changes: {} };
}

function forget(key: keyof Settings): void {
  const { pair, changes } = edits.peek();
  edits.value = { pair, changes: Object.fromEntries(Object.entries(changes).filter(([name]) => name !== key)) };
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
    if (thrown instanceof Refused && thrown.view.code.startsWith('ms.')) forget('direction');
    throw thrown;
  }
  const { pair, changes } = edits.peek();
  const left = Object.entries(changes).filter(([key, value]) => !same(value, settings[key as keyof Settings]));
  edits.value = { pair, changes: Object.fromEntries(left) };
  return answer;
}
