/** What a person decides on a page: answers, "Sync this again", undo. */
import { SyncError } from '../../../shared/codes';
import { FIELD_WORDS, type FieldWord } from '../../../shared/fields';
import type { Request } from '../../../shared/messages';
import type { NeedsAction, NeedsDone, NeedsItem } from '../../../shared/needs';
import { type SettingChange, withChange } from '../../../shared/settings';
import type { UndoAnswer } from '../../../shared/state';
import type { Database, Pair } from '../../store/database';
import type { Store } from '../../sync/model/store';
import { answeredIds } from '../../sync/person/answered';
import { giveAnswer } from '../../sync/person/answers';
import { CHANGE, LINK } from '../../sync/person/ids';
import { rowsToUndo, type Skipped, type Undone, undo } from '../../sync/person/undo';
import { keptSurroundings } from '../kept/around';
import { settingsAnswered } from '../kept/choices';
import { inTurn } from '../kept/in-turn';
import { namesOf } from '../kept/names';
import { tellTabs } from '../kept/notices';
import { noteUndone } from '../kept/run-log';
import { runAndSetAlarm } from '../runs/alarm';
import { glanceForOrder } from '../runs/glances';
import { withEngine } from '../runs/runner';
import { underWay } from '../runs/under-way';
import { needsOf } from './needs';
import { saveSettings } from './save-settings';

/** A run takes answers in when it begins: one that came in the middle of a run needs another. In a pause nothing but them is carried out. */
export async function takeInAnswers(store: Store): Promise<void> {
  await underWay.run?.promise;
  // Somebody else's wait may have started it already.
  if ((await answeredIds(store)).size === 0) return;
  if (!(await runAndSetAlarm('decided'))) await glanceForOrder();
}

/** One answer to several questions of a kind. What is not offered, or waits no more, is said and left alone. An answer may be a setting, or make one. */
export const answerNeeds = (
  db: Database,
  store: Store,
  pair: Pair,
  request: Request<'needs.act'>,
): Promise<NeedsDone> => inTurn(() => answer(db, store, pair, request));

async function answer(db: Database, store: Store, pair: Pair, request: Request<'needs.act'>): Promise<NeedsDone> {
  const { action, choice, fields, rows } = request;
  const items = await needsOf(store, pair);
  const byId = new Map(items.map((item) => [item.id, item]));
  const offered = request.ids.filter((id) => {
    const item = byId.get(id);
    const chosen = choice === '' || item?.choices.some((one) => one.id === choice);
    return chosen && item?.actions.some((one) => one.action === action);
  });
  if (offered.length === 0 && request.ids.some((id) => byId.has(id)))
    throw new SyncError('message.refused', 'this is not offered');
  // Answered in another window, or settled by a run: said, and nothing is done.
  if (offered.length === 0)
    return { answered: 0, notAnswered: request.ids, next: items[0]?.id ?? '', always: undefined };
  const only = rows.length > 0 ? { only: rows } : {};
  const answers = offered.map((id) => ({ id, action, choice, fields, ...only }));
  const names = namesOf(await keptSurroundings(store, pair.settings, Date.now(), Number.POSITIVE_INFINITY));
  const settings = answers.reduce((now, answer) => settingsAnswered(now, answer, names) ?? now, pair.settings);
  const always = request.always ? alwaysOf(items, offered, action) : undefined;
  if (settings !== pair.settings) await saveSettings(db, pair, settings);
  // Another one is chosen: there is nothing that a run would have to take in.
  if (action !== 'choose') await giveAnswer(store, ...answers);
  if (always) await saveSettings(db, pair, withChange(settings, always));
  const answered = new Set(offered);
  const last = items.findLastIndex(({ id }) => answered.has(id));
  const open = [...items.slice(last + 1), ...items.slice(0, last)].filter(({ id }) => !answered.has(id));
  return {
    answered: offered.length,
    notAnswered: request.ids.filter((id) => !answered.has(id)),
    next: open[0]?.id ?? '',
    always,
  };
}

/** The setting by which it would be so from now on: the same for all of a kind. */
function alwaysOf(items: readonly NeedsItem[], ids: readonly string[], action: NeedsAction): SettingChange | undefined {
  const item = items.find(({ id }) => id === ids[0]);
  return item?.actions.find((one) => one.action === action)?.always;
}

/** "Sync this again": written down like an answer, and taken in with the next run. */
export async function takeUpAgain(store: Store, ids: readonly string[]): Promise<{ taken: number; refused: string[] }> {
  const links = await store.linksById(ids.map((id) => (id.startsWith(LINK) ? id.slice(LINK.length) : '')));
  const rows = await store.activityById(
    ids.filter((id) => id.startsWith(CHANGE)).map((id) => Number(id.slice(CHANGE.length))),
  );
  const undone = new Set(rows.flatMap((row) => (row.undone === undefined ? [] : [CHANGE + row.id])));
  const open = ids.filter((id, i) => links[i]?.state === 'unlinked' || undone.has(id));
  if (open.length > 0) await giveAnswer(store, ...open.map((id) => ({ id, action: 'again' as const, choice: '' })));
  return { taken: open.length, refused: ids.filter((id) => !open.includes(id)) };
}

/** At once, and never beside a run: what it puts back is read, compared and written like everything else. */
export async function undoNow(what: 'change' | 'record' | 'run', id: string): Promise<UndoAnswer> {
  const { undone, skipped, of } = await withEngine(async (engine) =>
    undo(engine, await rowsToUndo(engine.store, what, id)),
  );
  for (const run of new Set(of.map((one) => one.run)))
    await noteUndone(run, countsOf(of.filter((one) => one.run === run)));
  await tellTabs();
  return { undone, skipped: skipped.map(skippedView) };
}

function countsOf(changes: Undone['of']) {
  const count = (kind: Undone['of'][number]['kind']): number =>
    changes.reduce((sum, one) => sum + (one.kind !== kind ? 0 : one.back ? -1 : 1), 0);
  return { created: count('create'), updated: count('update'), removed: count('remove'), linked: count('link') };
}

const isField = (text: string): text is FieldWord => (FIELD_WORDS as readonly string[]).includes(text);

const skippedView = ({ title, code, detail, error }: Skipped): UndoAnswer['skipped'][number] => ({
  ...{ title, code, error: error ?? '' },
  field: isField(detail) ? detail : '',
  detail: isField(detail) ? '' : detail,
});
