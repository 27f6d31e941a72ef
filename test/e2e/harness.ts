/** A scene for tests: the company, one browser with the extension, both sides connected, and the hands of the people in it. */
import { dateIn } from '../days.ts';
import { Chrome } from './chrome.ts';
import type { Row } from './espo-side.ts';
import { type Choices, connectBoth, sync } from './popup.ts';
import { ANNA, openStage, type Stage } from './stage.ts';
import { graphWrites } from './verify.ts';

export interface Outcome {
  graph: number;
  espo: number;
  error: string;
  held: number;
}

export class Scene {
  readonly stage: Stage;
  readonly chrome: Chrome;

  private constructor(stage: Stage, chrome: Chrome) {
    this.stage = stage;
    this.chrome = chrome;
  }

  /** Nothing is connected yet. */
  static async open(): Promise<Scene> {
    const stage = await openStage();
    return new Scene(stage, await Chrome.launch(stage));
  }

  static async connected(choices: Choices = {}): Promise<Scene> {
    const scene = await Scene.open();
    try {
      await connectBoth(scene.chrome, choices);
    } catch (error) {
      await scene.close();
      throw error;
    }
    return scene;
  }

  async close(): Promise<void> {
    await this.chrome.close();
    await this.stage.close();
  }

  get mailbox() {
    return this.stage.graph.control.mailbox(ANNA.oid);
  }

  get anna() {
    return this.stage.espo.control.act('anna');
  }

  /** A person makes an event of an hour, so many days ahead. */
  event(subject: string, day = 3, more: Record<string, unknown> = {}) {
    const at = (hour: string) => ({ dateTime: `${dateIn(day)}T${hour}:00:00`, timeZone: 'UTC' });
    return this.mailbox.createEvent('default', { subject, start: at('10'), end: at('11'), ...more });
  }

  record(name: string, day = 3, type = 'Meeting'): { id: string } {
    const [dateStart, dateEnd] = [`${dateIn(day)} 13:00:00`, `${dateIn(day)} 14:00:00`];
    return this.anna.create(type, { name, dateStart, dateEnd, assignedUserId: this.anna.id });
  }

  subjects(): string[] {
    return this.mailbox
      .events()
      .map((event) => event.subject)
      .sort();
  }

  names(type = 'Meeting'): string[] {
    return this.stage.espo.control
      .dump(type)
      .map((row) => String(row['name']))
      .sort();
  }

  eventOf(subject: string) {
    const found = this.mailbox.events().filter((event) => event.subject === subject);
    if (found.length !== 1) throw new Error(`${found.length} events "${subject}" in ${this.subjects().join(', ')}`);
    return found[0] as (typeof found)[number];
  }

  rowOf(name: string, type = 'Meeting'): Row {
    const found = this.stage.espo.control.dump(type).filter((row) => row['name'] === name);
    if (found.length !== 1) throw new Error(`${found.length} records "${name}" in ${this.names(type).join(', ')}`);
    return found[0] as Row;
  }

  writes(): { graph: number; espo: number } {
    const espo = this.stage.espo.control.log.filter(
      ({ method, path }) => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) && !path.includes('/App/'),
    );
    return { graph: graphWrites(this.stage), espo: espo.length };
  }

  /** "Sync now", what it wrote on either side, and how it ended: the code of the error, or ''. */
  async sync(): Promise<Outcome> {
    const before = this.writes();
    const state = await sync(this.chrome);
    const after = this.writes();
    const { last } = state.sync;
    const [graph, espo] = [after.graph - before.graph, after.espo - before.espo];
    return { graph, espo, error: last?.error?.code ?? '', held: last?.held ?? 0 };
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
