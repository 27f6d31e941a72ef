/**
 * Outlook's page with what the extension shows on it, light and dark, wide and narrow, left to right and back, as sheets to look at; and
 * every state on every colour of a tile. Takes the same words as screens-cli.ts.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { dateIn } from '../days.ts';
import { OutlookPage } from '../e2e/in-outlook.ts';
import { words } from '../words.ts';
import { type MarksLook, shootMarks } from './marks.ts';
import { OUTLOOK_SCENES, type OutlookScene, openScene, refuse } from './outlook-scenes.ts';

const values = words({
  options: {
    out: { type: 'string', default: 'screens' },
    /** Only scenes whose name holds this. */
    only: { type: 'string', default: '' },
    /** Of Outlook. */
    language: { type: 'string', multiple: true, default: [] },
    each: { type: 'boolean', default: false },
    theme: { type: 'string', multiple: true, default: ['light', 'dark'] },
  },
});

interface Look {
  name: string;
  query: string;
  width: number;
}
const wanted = (name: string): boolean => values.language.length === 0 || values.language.includes(name);
const LOOKS: Look[] = [
  { name: 'en', query: '', width: 1120 },
  { name: 'rtl', query: '&dir=rtl&lang=ar', width: 1120 },
  { name: 'narrow', query: '', width: 420 },
].filter(({ name }) => wanted(name));

const MARKS: MarksLook[] = [
  ...values.theme.map((theme) => ({ name: theme, theme, dir: 'ltr' as const })),
  { name: 'rtl', theme: 'light', dir: 'rtl' },
  { name: 'forced', theme: 'light', dir: 'ltr', forced: true },
  { name: 'print', theme: 'light', dir: 'ltr', print: true },
];

interface Shot {
  name: string;
  image: Buffer;
}

async function shoot(outlook: OutlookPage, scene: OutlookScene, { query, width }: Look, theme: string): Promise<Shot> {
  await outlook.page.setViewportSize({ width, height: 700 });
  await outlook.page.mouse.move(2, 690);
  await outlook.go(`view/${scene.view}?date=${dateIn(3)}&poll=0&theme=${theme}${query}`);
  try {
    await scene.act(outlook);
  } catch (error) {
    // A picture of what is there says more than none.
    console.error(`${scene.name}: ${String(error)}`);
  }
  return { name: scene.name, image: await outlook.page.screenshot() };
}

/** All pictures of one look on one page. */
async function sheet(page: Page, shots: readonly Shot[], width: number, file: string): Promise<void> {
  const figures = shots.map(
    ({ name, image }) =>
      `<figure style="inline-size:${width}px"><figcaption>${name}</figcaption><img src="data:image/png;base64,${image.toString('base64')}"></figure>`,
  );
  await page.setViewportSize({ width: 2300, height: 1000 });
  await page.setContent(
    `<!doctype html><style>body{margin:16px;display:flex;flex-wrap:wrap;gap:16px;align-items:start;font:14px sans-serif;background:#999}figure{margin:0}img{inline-size:100%;display:block}</style>${figures.join('')}`,
  );
  await page.screenshot({ path: file, fullPage: true });
}

function keepEach(shots: readonly Shot[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, image } of shots) writeFileSync(path.join(folder, `${name.replaceAll(/\W+/g, '-')}.png`), image);
}

mkdirSync(values.out, { recursive: true });
const scene = await openScene();
try {
  const canvas = await scene.chrome.context.newPage();
  for (const look of MARKS) await shootMarks(canvas, look, path.join(values.out, `marks-${look.name}.png`));
  const outlook = await OutlookPage.open(scene, `view/week?date=${dateIn(3)}&poll=0`);
  await refuse(scene, outlook);
  for (const look of LOOKS)
    for (const theme of values.theme) {
      const shots: Shot[] = [];
      for (const one of OUTLOOK_SCENES)
        if (one.name.includes(values.only)) shots.push(await shoot(outlook, one, look, theme));
      if (shots.length === 0) continue;
      const file = path.join(values.out, `outlook-${look.name}-${theme}.png`);
      await sheet(canvas, shots, look.width, file);
      if (values.each) keepEach(shots, file.replace(/\.png$/, ''));
      console.log(file);
    }
} finally {
  await scene.close();
}
