/** Answers under Needs you: written down at once, taken in by the next run. */
import type { NeedsAction } from '../../../shared/needs';
import type { Engine } from '../model/engine';
import type { FieldName } from '../model/event';
import type { Side } from '../model/item';
import type { Changes, PlanRow, Store } from '../model/store';
import { strangerAnswered } from '../read/strangers';
import { doneAgain, takenUp } from './again';
import { choiceAnswered } from './answer-choice';
import { chosen, type LinkAction, linkAnswered, seenAnswered } from './answer-link';
import { parentAnswered } from './answer-parent';
import { belongsTo, confirmed, decided, discarded, isHold, unanswered } from './answer-row';
import { ANSWER } from './answered';
import { CHANGE, CHOICE, LINK, PARENT, SEEN, STRANGER } from './ids';

/** `again`: what has ended is taken up once more. It answers no question, and is given and taken in like an answer. */
export type Action = NeedsAction | 'again';

export interface Answer {
  /** A plan row's id, or what ids.ts names. */
  id: string;
  action: Action;
  /** Which candidate, for `link`. */
  choice: string;
  /** Whose value is taken, for `fields`; a field that is not named stays as it is on both sides. */
  fields?: Partial<Record<FieldName, Side>>;
  /** Of a bulk: only these rows. */
  only?: readonly string[];
}
/** Rows that the user was shown: what came in later is not covered by the answer. */
interface Given extends Answer {
  rows: string[];
}

/**
 * An answer is only written down: a run may be under way, and it alone changes links and plan. The next one takes it in before it
 * reads, so that it meets what the user saw. It survives a restart, and its question is not listed meanwhile.
 */
export async function giveAnswer(store: Store, ...answers: readonly Answer[]): Promise<void> {
  const held = await store.planHeld();
  const put = answers.map((answer) => {
    const only = answer.only && new Set(answer.only);
    const rows = held.filter((row) => belongsTo(row, answer.id) && (!only || only.has(row.id))).map(({ id }) => id);
    const given: Given = { ...answer, rows };
    return { pair: store.pair, name: ANSWER + answer.id, value: JSON.stringify(given) };
  });
  await store.commit({ cursors: { put } });
}

/** What a person wants synced, and what of it is written the rules say: links, and items that stand alone, as `side|ref`. */
export interface TakenUp {
  links: Set<string>;
  items: Set<string>;
}

/** Each answer with its removal is one commit: taken in once, whatever happens. */
export async function takeAnswers(engine: Engine): Promise<TakenUp> {
  const { store } = engine;
  const taken: TakenUp = { links: new Set(), items: new Set() };
  for (const name of await store.cursorNames(ANSWER)) {
    const given = JSON.parse((await store.cursor(name)) ?? '{}') as Given;
    const changes = await changesOf(engine, given);
    if (!changes) continue;
    const { cursors } = changes;
    await store.commit({ ...changes, cursors: { ...cursors, remove: [...(cursors?.remove ?? []), name] } });
    if (given.action === 'again' || given.action === 'link') noteTaken(taken, changes);
  }
  return taken;
}

export function noteTaken({ links, items }: TakenUp, changes: Changes): void {
  for (const { id } of changes.links?.put ?? []) links.add(id);
  for (const { side, ref } of changes.arrivals?.put ?? []) items.add(`${side}|${ref}`);
}

/** undefined: it cannot be taken in now. */
async function changesOf(engine: Engine, given: Given): Promise<Changes | undefined> {
  const { store } = engine;
  const { id, action } = given;
  if (id.startsWith(SEEN) && (action === 'discard' || action === 'makeMeeting'))
    return seenAnswered(engine, id.slice(SEEN.length), action);
  if (id.startsWith(STRANGER) && (action === 'discard' || action === 'addContact' || action === 'addLead'))
    return strangerAnswered(engine, id.slice(STRANGER.length), action);
  if (id.startsWith(CHOICE) && (action === 'discard' || action === 'remove')) return choiceAnswered(engine, id, action);
  if (id.startsWith(PARENT)) {
    const [link] = await store.linksById([id.slice(PARENT.length)]);
    const isAnswer = action === 'discard' || action === 'belongs';
    return link?.belongs && isAnswer ? parentAnswered(store, link, given.choice, engine.now()) : {};
  }
  if (id.startsWith(LINK)) {
    const [link] = await store.linksById([id.slice(LINK.length)]);
    if (link && action === 'again') return takenUp(engine, link);
    return link && isLinkAction(action) ? linkAnswered(engine, link, action) : {};
  }
  if (id.startsWith(CHANGE)) return doneAgain(engine, Number(id.slice(CHANGE.length)));
  const shown = new Set(given.rows);
  const rows = (await store.planHeld()).filter((row) => shown.has(row.id) && belongsTo(row, id));
  // Nothing waits under this name any more.
  if (rows.length === 0) return {};
  const rest = given.only ? await unanswered(store, id, rows) : {};
  if (action === 'discard') return { ...(await discarded(store, id, rows)), ...rest };
  const [row] = rows as [PlanRow];
  return isHold(id) ? { ...confirmed(id, rows), ...rest } : oneRow(engine, row, given);
}

async function oneRow(engine: Engine, row: PlanRow, given: Given): Promise<Changes | undefined> {
  const { id, action, choice, fields = {} } = given;
  const [link] = await engine.store.linksById([row.linkId ?? '']);
  switch (action) {
    case 'apply':
    case 'retry':
      return link && row.reason === 'conflict' ? decided(engine, link, row, () => 'outlook') : confirmed(id, [row]);
    case 'takeEspo':
      return link ? decided(engine, link, row, () => 'espo') : {};
    case 'fields':
      return link ? decided(engine, link, row, (field) => fields[field]) : {};
    case 'restore':
      return link ? { links: { put: [{ ...link, wish: 'restore' }] }, plan: { remove: [row.id] } } : {};
    case 'link':
      return chosen(engine, row, choice);
    default:
      return {};
  }
}

const isLinkAction = (action: Action): action is LinkAction =>
  action === 'discard' || action === 'remove' || action === 'restore' || action === 'makeMeeting' || action === 'link';
