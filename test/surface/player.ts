/** Opens the built extension's pages with a worker that is played: any state, in any language, without a sync. */
import type { BrowserContext, Page } from 'playwright-core';
import { EXTENSION } from '../e2e/stage.ts';
import { NOW } from './fixtures.ts';
import type { Scene } from './scenes.ts';
import type { Messages } from './texts.ts';

interface Played {
  state: unknown;
  answers: Record<string, unknown>;
  texts: Record<string, string>;
  locale: string;
  now: number;
}

/** Runs in the page before anything of it: answers in the worker's place, and says every text in that language. */
function play({ state, answers, texts, locale, now }: Played): void {
  const RealDate = Date;
  // What is shown as "today" must not depend on the day of the test.
  Date.now = () => now;
  globalThis.Date = class extends RealDate {
    constructor(...args: [] | [number | string]) {
      super(...((args.length === 0 ? [now] : args) as [number]));
    }
  } as DateConstructor;
  const asked: string[] = [];
  Object.assign(globalThis, { asked });
  const { runtime, i18n } = chrome as unknown as { runtime: Record<string, unknown>; i18n: Record<string, unknown> };
  const define = (target: Record<string, unknown>, name: string, value: unknown) =>
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  define(runtime, 'sendMessage', async ({ name }: { name: string }) => {
    asked.push(name);
    return { ok: true, answer: structuredClone(name in answers ? answers[name] : state) };
  });
  define(i18n, 'getMessage', (key: string) => texts[key] ?? '');
  define(i18n, 'getUILanguage', () => locale);
}

export interface Shown {
  messages: Messages;
  width?: number;
  height?: number;
}

/** One page for many scenes: opened anew for each. */
export async function show(context: BrowserContext, scene: Scene, { messages, width, height }: Shown): Promise<Page> {
  const page = await context.newPage();
  const popup = scene.hash === '';
  await page.setViewportSize({ width: width ?? (popup ? 380 : 1120), height: height ?? (popup ? 560 : 900) });
  const texts = Object.fromEntries(Object.entries(messages).map(([key, { message }]) => [key, message]));
  // What tsx writes around functions that have a name.
  await page.addInitScript('globalThis.__name = (one) => one;');
  await page.addInitScript(play, {
    state: scene.state,
    answers: scene.answers,
    texts,
    locale: texts['locale'] ?? 'en',
    now: NOW,
  } satisfies Played);
  await page.goto(`chrome-extension://${EXTENSION}/src/popup/${popup ? 'popup' : 'page'}.html${scene.hash}`);
  await page.locator('main > *').first().waitFor();
  for (const key of scene.press ?? [])
    await page
      .getByRole('button', { name: texts[key] ?? key })
      .first()
      .click();
  return page;
}
