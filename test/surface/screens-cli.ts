/** `npm run screens`: every view in every state, light and dark, in English and in the language with the longest texts, as sheets to look at. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { Chrome } from '../e2e/chrome.ts';
import { openStage } from '../e2e/stage.ts';
import { words } from '../words.ts';
import { show } from './player.ts';
import { longest, pseudoLong, pseudoRtl } from './pseudo.ts';
import { SCENES, type Scene } from './scenes.ts';
import { LANGUAGES, type Messages, messagesOf } from './texts.ts';

const values = words({
  options: {
    out: { type: 'string', default: 'screens' },
    /** Only scenes whose name holds this. */
    only: { type: 'string', default: '' },
    /** Only these languages, besides the pseudo ones "long" and "rtl". */
    language: { type: 'string', multiple: true, default: [] },
    /** Each picture as a file of its own, too. */
    each: { type: 'boolean', default: false },
    theme: { type: 'string', multiple: true, default: ['light', 'dark'] },
    /** How wide the window is that the page is drawn in, in pixels; the small window has its own size. */
    width: { type: 'string', default: '1120' },
  },
});

const wide = Number(values.width);

interface Shot {
  name: string;
  width: number;
  image: string;
}

async function shoot(context: BrowserContext, scene: Scene, messages: Messages, theme: string): Promise<Shot> {
  const small = scene.hash === '';
  const page = await show(context, scene, { messages, ...(small ? {} : { width: wide }) });
  await page.emulateMedia({ colorScheme: theme === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' });
  // A bar beside the page would be cut off, and as much of the page with it.
  await page.evaluate(() => document.documentElement.style.setProperty('scrollbar-width', 'none'));
  // Lists ask for their rows when they are there.
  await page.waitForTimeout(150);
  const image = await page.screenshot({ fullPage: true });
  await page.close();
  return { name: scene.name, width: small ? 380 : Math.min(wide, 900), image: image.toString('base64') };
}

/** All pictures of one theme and language on one page. */
async function sheet(page: Page, shots: readonly Shot[], file: string): Promise<void> {
  const figures = shots.map(
    ({ name, width, image }) =>
      `<figure style="inline-size:${width}px"><figcaption>${name}</figcaption><img src="data:image/png;base64,${image}"></figure>`,
  );
  await page.setViewportSize({ width: 2000, height: 1000 });
  await page.setContent(
    `<style>body{margin:16px;display:flex;flex-wrap:wrap;gap:16px;align-items:start;font:14px sans-serif;background:#999}figure{margin:0}img{inline-size:100%;display:block}</style>${figures.join('')}`,
  );
  // Narrow pages make a long sheet.
  await page.screenshot({ path: file, fullPage: true, timeout: 120_000 });
}

function keepEach(shots: readonly Shot[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, image } of shots)
    writeFileSync(path.join(folder, `${name.replaceAll(/\W+/g, '-')}.png`), Buffer.from(image, 'base64'));
}

const languages: Record<string, Messages> = {
  ...Object.fromEntries(LANGUAGES.map((language) => [language, messagesOf(language)])),
  long: pseudoLong(),
  rtl: pseudoRtl(),
};
const wanted = values.language.length > 0 ? values.language : ['en', longest(), 'ar', 'long'];
const scenes = SCENES.filter(({ name }) => name.includes(values.only));
const kinds = [
  ['popup', scenes.filter(({ hash }) => hash === '')],
  ['page', scenes.filter(({ hash }) => hash !== '')],
] as const;
mkdirSync(values.out, { recursive: true });
const stage = await openStage();
const chrome = await Chrome.launch(stage);
try {
  const canvas = await chrome.context.newPage();
  for (const language of wanted)
    for (const theme of values.theme)
      for (const [kind, some] of kinds) {
        const shots: Shot[] = [];
        for (const scene of some)
          shots.push(await shoot(chrome.context, scene, languages[language] ?? messagesOf('en'), theme));
        if (shots.length === 0) continue;
        const file = path.join(values.out, `${kind}-${language}-${theme}.png`);
        if (values.each) keepEach(shots, file.replace(/\.png$/, ''));
        await sheet(canvas, shots, file);
        console.log(file);
      }
} finally {
  await chrome.close();
  await stage.close();
}
