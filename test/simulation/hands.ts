import { namesOf } from '../../src/background/app/kept/names.ts';
import { questionsOf } from '../../src/background/app/lists/questions.ts';
import type { Activity } from '../../src/background/sync/model/store.ts';
import { giveAnswer } from '../../src/background/sync/person/answers.ts';
import { rowsToUndo, type Undone, undo } from '../../src/background/sync/person/undo.ts';
import { CLOUDS } from '../../src/shared/clouds.ts';
import type { NeedsAction, NeedsItem } from '../../src/shared/needs.ts';
import { type Browser, SITE, type Step } from './company.ts';
import type { MemoryStore } from './memory-store.ts';

/** The buttons of a question, in their order. */
export const buttons = (...actions: NeedsAction[]) => actions.map((action) => ({ action }));

/** What a user sees and presses under "Needs you" and in the activity log, without the page. */
export class Hands {
  readonly #browser: Browser;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  needs(): Promise<NeedsItem[]> {
    const { store, settings, createdAt } = this.#browser;
    const outlook = CLOUDS.global.outlook;
    return questionsOf(store, { settings, createdAt }, (around) => ({ site: SITE, outlook, names: namesOf(around) }));
  }

  /** The one item that waits. */
  async need(): Promise<NeedsItem> {
    const needs = await this.needs();
    if (needs.length !== 1)
      throw new Error(
        `${needs.length} items: ${JSON.stringify(needs.map(({ kind, reason, title }) => [kind, reason, title]))}`,
      );
    return needs[0] as NeedsItem;
  }

  /** Presses that button of the only item; the answer waits for the next run. */
  async press(action: NeedsAction, choice = ''): Promise<NeedsItem> {
    const item = await this.need();
    const offered = item.actions.map((one) => one.action);
    if (!offered.includes(action)) throw new Error(`no ${action} among ${offered.join(', ')}`);
    await giveAnswer(this.#browser.store, { id: item.id, action, choice });
    return item;
  }

  /** The activity log, oldest first. */
  get log(): Activity[] {
    return (this.#browser.store as MemoryStore).activity;
  }

  async undo(what: 'change' | 'record' | 'run', id: string | number, step?: Step): Promise<Omit<Undone, 'of'>> {
    const engine = await this.#browser.engine(step);
    const { undone, skipped } = await undo(engine, await rowsToUndo(engine.store, what, String(id)));
    return { undone, skipped };
  }

  /** The last run that the log knows. */
  undoLastRun(step?: Step): Promise<Omit<Undone, 'of'>> {
    return this.undo('run', this.log.at(-1)?.run ?? '', step);
  }
}
