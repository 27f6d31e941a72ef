import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { show } from '../surface/player.ts';
import { pseudoLong, pseudoRtl } from '../surface/pseudo.ts';
import { SCENES, type Scene } from '../surface/scenes.ts';
import { LANGUAGES, type Messages, messagesOf } from '../surface/texts.ts';
import { Chrome } from './chrome.ts';
import { openStage, type Stage } from './stage.ts';

/** Every view in every state and language: for ears and keyboards, in the small window and in a narrow one. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const OPTIONS: RunOptions = {
  resultTypes: ['violations'],
  rules: {
    // Those that are off as axe is delivered.
    'target-size': { enabled: true },
    'label-content-name-mismatch': { enabled: true },
    'css-orientation-lock': { enabled: true },
    'focus-order-semantics': { enabled: true },
  },
};

let stage: Stage;
let chrome: Chrome;
beforeAll(async () => {
  stage = await openStage();
  chrome = await Chrome.launch(stage);
});
afterAll(async () => {
  await chrome?.close();
  await stage?.close();
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations: found } = await page.evaluate(
    (options) => (globalThis as unknown as { axe: { run(o: RunOptions): Promise<AxeResults> } }).axe.run(options),
    OPTIONS,
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, target }) => `${id}: ${target.join(' ')} ${html}`));
}

/** What is wider or higher than the window, or cut where nobody can reach it. */
const beyond = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    const found = scrollWidth > clientWidth ? [`wide ${scrollWidth}`] : [];
    // What lies over the page is on no side of it that one could scroll to.
    for (const box of document.querySelectorAll('dialog[open]')) {
      const { left, right, top, bottom } = box.getBoundingClientRect();
      const { innerWidth, innerHeight } = window;
      if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight)
        found.push(`box ${left} ${top} ${right} ${bottom} in ${innerWidth} ${innerHeight}`);
    }
    if (!document.documentElement.classList.contains('popup')) return found;
    if (scrollHeight > clientHeight) found.push(`high ${scrollHeight}`);
    const main = document.querySelector('main');
    if (main && main.scrollHeight > main.clientHeight) found.push(`cut ${main.scrollHeight} of ${main.clientHeight}`);
    return found;
  });

type Media = NonNullable<Parameters<Page['emulateMedia']>[0]>;
interface Window {
  width?: number;
  height?: number;
  media?: Media;
}

/** All scenes, two pages at a time: axe keeps one core busy. */
async function lookAtAll(messages: Messages, window: Window): Promise<string[]> {
  const found: string[] = [];
  const left = [...SCENES];
  const one = async () => {
    for (let scene = left.shift(); scene; scene = left.shift()) found.push(...(await look(scene, messages, window)));
  };
  await Promise.all([one(), one()]);
  return found;
}

async function look(scene: Scene, messages: Messages, { media, ...size }: Window): Promise<string[]> {
  // The small window has a size of its own.
  const page = await show(chrome.context, scene, { messages, ...(scene.hash === '' ? {} : size) });
  try {
    if (media) await page.emulateMedia(media);
    // A colour on its way to another one is none that anybody reads.
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => null))));
    return [...(await violations(page)), ...(await beyond(page))].map((one) => `${scene.name}: ${one}`);
  } finally {
    await page.close();
  }
}

/** `npm test` looks at one that reads from right to left, in a narrow window; ACCESS=all looks at all of them. */
const SHORT = ['ar'];
const ALL: [string, () => Messages][] = [
  ...LANGUAGES.map((language): [string, () => Messages] => [language, () => messagesOf(language)]),
  ['long', pseudoLong],
  ['from right to left', pseudoRtl],
];

const languages = process.env['ACCESS'] === 'all' ? ALL : ALL.filter(([name]) => SHORT.includes(name));

it('what opens in the small window stays inside it, however long the words beside it are', async () => {
  const [scene] = SCENES.filter(({ name }) => name === 'popup: for how long');
  const found: string[] = [];
  for (const [name, messages] of ALL) {
    const page = await show(chrome.context, scene as Scene, { messages: messages() });
    found.push(...(await beyond(page)).map((one) => `${name}: ${one}`));
    await page.close();
  }
  expect(found).toEqual([]);
}, 60_000);

describe('every view in every state', () => {
  it.each(languages)(
    'in %s',
    async (name, messages) => {
      // Wide in the language it was drawn in, narrow in the others, whose words are longer.
      const found = await lookAtAll(messages(), name === 'en' ? {} : { width: 320 });
      expect(found).toEqual([]);
    },
    300_000,
  );

  const MORE: [string, Window][] = [
    ['at 200 % of a window of 1280 x 800', { width: 640, height: 400 }],
    ['in forced colours, without motion', { media: { forcedColors: 'active', reducedMotion: 'reduce' } }],
    ['in the dark', { media: { colorScheme: 'dark' } }],
  ];
  it.runIf(process.env['ACCESS'] === 'all').each(MORE)(
    '%s',
    async (_name, window) => {
      const found = await lookAtAll(pseudoLong(), window);
      expect(found).toEqual([]);
    },
    300_000,
  );
});
