/** What a user sees and does on Outlook's page: marks by their attributes, the card inside its closed root by the extension's own world. */
import type { CDPSession, Frame, Page } from 'playwright-core';
import { toEws } from '../sandbox/graph/ids.ts';
import type { Scene } from './harness.ts';
import { until } from './popup.ts';

const NAME = 'Outlook Calendar for EspoCRM';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What the closed root of the card, or of the line, holds: the page has no way to it, the content script's world has. */
const ROOT = (role: string) =>
  `[...document.querySelectorAll('[popover]')].map((host) => chrome.dom.openOrClosedShadowRoot(host)).find((root) => root?.querySelector('.${role}'))`;

export class OutlookPage {
  readonly page: Page;
  readonly #scene: Scene;
  #session: CDPSession | undefined;
  #worlds: { id: number; frameId: string }[] = [];

  private constructor(scene: Scene, page: Page) {
    this.#scene = scene;
    this.page = page;
  }

  static async open(scene: Scene, address: string): Promise<OutlookPage> {
    const page = await scene.chrome.context.newPage();
    const opened = new OutlookPage(scene, page);
    await opened.#listen();
    await opened.go(address);
    return opened;
  }

  async #listen(): Promise<void> {
    const session = await this.#scene.chrome.context.newCDPSession(this.page);
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === NAME)
        this.#worlds.push({ id: context.id, frameId: (context.auxData as { frameId?: string })?.frameId ?? '' });
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      this.#worlds = this.#worlds.filter(({ id }) => id !== executionContextId);
    });
    session.on('Runtime.executionContextsCleared', () => {
      this.#worlds = [];
    });
    await session.send('Runtime.enable');
    this.#session = session;
  }

  async go(address: string): Promise<void> {
    await this.page.goto(address.startsWith('https:') ? address : `https://outlook.office.com/calendar/${address}`);
  }

  /** In the content script's own world. */
  async inside<T>(expression: string): Promise<T> {
    const world = this.#worlds.at(-1);
    if (!world || !this.#session) throw new Error('no content script here');
    const { result, exceptionDetails } = await this.#session.send('Runtime.evaluate', {
      expression: `(async () => JSON.stringify(await (${expression})) ?? 'null')()`,
      contextId: world.id,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return JSON.parse(String(result.value)) as T;
  }

  tile(subject: string) {
    return this.page.locator(`[data-calitemid="${this.id(subject)}"]`).first();
  }

  id(subject: string, ids: 'immutable' | 'default' = 'immutable'): string {
    const event = this.#scene.eventOf(subject);
    return toEws(ids === 'immutable' ? event.immutableId : event.id);
  }

  state(subject: string): Promise<string | null> {
    return this.tile(subject).getAttribute('data-espo-state');
  }

  async hasState(subject: string, state: string): Promise<void> {
    await until(
      async () => (await this.state(subject).catch(() => null)) === state,
      async () => `"${subject}" is ${await this.state(subject).catch(() => 'not there')} and not ${state}`,
    );
  }

  /** The middle of the mark on a tile. */
  async mark(subject: string): Promise<{ x: number; y: number }> {
    // Outlook draws its tiles anew at any moment.
    let box: Box | null = null;
    await until(
      async () => {
        box = await this.tile(subject).boundingBox();
        return box !== null;
      },
      () => `no tile "${subject}"`,
    );
    return this.#markIn(box as unknown as Box);
  }

  async #markIn(box: Box): Promise<{ x: number; y: number }> {
    const rtl = (await this.page.evaluate(() => document.documentElement.dir)) === 'rtl';
    const width = Math.min(18, Math.max(box.width / 3, Math.min(12, box.width / 2)));
    return { x: rtl ? box.x + width / 2 : box.x + box.width - width / 2, y: box.y + Math.min(9, box.height / 2) };
  }

  async hover(subject: string): Promise<void> {
    const { x, y } = await this.mark(subject);
    await this.page.mouse.move(x - 40, y + 3);
    await this.page.mouse.move(x, y);
  }

  /** As Outlook does it: its own focus stands on the tile, and the key opens its card. */
  async openByKey(subject: string): Promise<void> {
    await until(
      async () => {
        // A tile that is drawn anew between the two has lost the focus, and the key is for nobody.
        await this.tile(subject).locator('[role=button]').focus();
        await this.page.keyboard.press('Alt+Shift+E');
        return (await this.card()) !== '';
      },
      () => `the key opens no card of "${subject}"`,
    );
  }

  /** What the card says, as text; '' while it is closed. */
  card(role = 'dialog'): Promise<string> {
    return this.inside(
      `(() => { const root = ${ROOT(role)}; return root?.host.matches(':popover-open') ? root.querySelector('.${role}').innerText : '' })()`,
    );
  }

  async cardSays(text: string | RegExp, role = 'dialog'): Promise<string> {
    let said = '';
    await until(
      async () => {
        said = await this.card(role);
        return typeof text === 'string' ? said.includes(text) : text.test(said);
      },
      () => `the card says "${said}" and not ${text}`,
    );
    return said;
  }

  async cardCloses(): Promise<void> {
    await until(
      async () => (await this.card()) === '',
      () => 'the card stays open',
    );
  }

  /** Names of the buttons and links, in order. */
  names(role = 'dialog'): Promise<string[]> {
    return this.inside(
      `(() => { const root = ${ROOT(role)}; return [...(root?.querySelectorAll('.${role} :is(button, a, input, textarea, select)') ?? [])].map((one) => one.getAttribute('aria-label') ?? one.labels?.[0]?.firstChild?.textContent ?? one.textContent) })()`,
    );
  }

  async #boxOf(name: string, role: string): Promise<Box> {
    const box = await this.inside<Box | null>(
      `(() => { const root = ${ROOT(role)}; const one = [...(root?.querySelectorAll('.${role} :is(button, a, input, textarea, select)') ?? [])].find((one) => (one.getAttribute('aria-label') ?? one.labels?.[0]?.firstChild?.textContent ?? one.textContent).startsWith(${JSON.stringify(name)})); if (!one || one.disabled) return null; one.scrollIntoView({ block: 'nearest' }); const { x, y, width, height } = one.getBoundingClientRect(); return { x, y, width, height } })()`,
    );
    if (!box) throw new Error(`no "${name}" among ${(await this.names(role)).join(', ')}`);
    return box;
  }

  /** By pointer. */
  async press(name: string, role = 'dialog'): Promise<void> {
    await until(
      async () => (await this.names(role)).some((one) => one.startsWith(name)),
      async () => `no "${name}" among ${(await this.names(role)).join(', ')}`,
    );
    // Whoever aims at something that has just moved is not taken at their word: people press what stands still.
    let box = await this.#boxOf(name, role);
    for (let before: Box | undefined; JSON.stringify(before) !== JSON.stringify(box); ) {
      await this.page.waitForTimeout(300);
      [before, box] = [box, await this.#boxOf(name, role)];
    }
    const { x, y, width, height } = box;
    await this.page.mouse.click(x + width / 2, y + height / 2);
  }

  /** Whether it can be seen as a whole without scrolling. */
  inSight(name: string): Promise<boolean> {
    return this.inside(
      `(() => { const panel = ${ROOT('dialog')}.querySelector('.dialog').getBoundingClientRect(); const one = [...${ROOT('dialog')}.querySelectorAll('button')].find((one) => one.textContent === ${JSON.stringify(name)})?.getBoundingClientRect(); return one !== undefined && one.top >= Math.max(0, panel.top) && one.bottom <= Math.min(innerHeight, panel.bottom) })()`,
    );
  }

  /** What of the card has the focus, by name; '' for nothing of it. */
  focused(role = 'dialog'): Promise<string> {
    return this.inside(
      `(() => { const root = ${ROOT(role)}; const one = root?.activeElement; return one ? (one.getAttribute('aria-label') ?? one.labels?.[0]?.firstChild?.textContent ?? one.textContent) : '' })()`,
    );
  }

  /** By keyboard: as many steps as it takes to come to it. */
  async tabTo(name: string): Promise<void> {
    await until(
      async () => (await this.names()).some((one) => one.startsWith(name)),
      async () => `no "${name}" among ${(await this.names()).join(', ')}`,
    );
    for (let step = 0; step < 40; step += 1) {
      if ((await this.focused()).startsWith(name)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`"${name}" cannot be come to`);
  }

  frame(part: string): Promise<Frame> {
    return new Promise((resolve, reject) => {
      let tries = 0;
      const look = () => {
        const found = this.page.frames().find((frame) => frame.url().includes(part));
        if (found) resolve(found);
        else if (++tries > 50) reject(new Error(`no frame ${part}`));
        else setTimeout(look, 100);
      };
      look();
    });
  }
}
