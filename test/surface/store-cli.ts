/**
 * `npm run screens -- --store`: what store/ and README show, made anew from the built extension in a browser. Outlook's page in them is
 * the stand-in, the company is made up.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { Scene } from '../e2e/harness.ts';
import { OutlookPage } from '../e2e/in-outlook.ts';
import { connectEspo, connectOutlook, go, saveSettings, sync } from '../e2e/popup.ts';
import { EXTENSION } from '../e2e/stage.ts';
import { furnish, MONDAY, settle, work } from './store-company.ts';
import { DRAWINGS, draw } from './store-drawings.ts';

const ROOT = path.join(import.meta.dirname, '../..');
/** What the stores ask for. */
const SCREEN = { width: 1280, height: 800 };
const SMALL = { width: 900, height: 700 };

function keep(file: string, image: Buffer): void {
  const whole = path.join(ROOT, file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, image);
  console.log(`${file} ${Math.round(image.length / 1024)} kB`);
}

async function shoot(page: Page, file: string, size = SCREEN): Promise<void> {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.evaluate(() => {
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && !focused.matches('[popover]')) focused.blur();
  });
  // Lists ask for their rows when they are there.
  await page.waitForTimeout(400);
  keep(file, await page.screenshot());
}

/** The popup where the browser puts it: over the page, below the toolbar's buttons. */
async function withPopup(canvas: Page, behind: Buffer, popup: Buffer): Promise<void> {
  const source = (image: Buffer) => `data:image/png;base64,${image.toString('base64')}`;
  await canvas.setViewportSize(SCREEN);
  await canvas.setContent(
    `<!doctype html><style>body{margin:0;background:url(${source(behind)})}img{position:fixed;inset:8px 16px auto auto;border-radius:10px;box-shadow:0 6px 28px #0007}</style><img src="${source(popup)}">`,
  );
  await canvas.waitForTimeout(200);
}

/** A calm colour, whatever the calendar's id makes of it, and no sign that a machine without its font shows as a box. */
const LOOK = ['.tile,[role=option]{--hue:210!important}', '.tile i{visibility:hidden}'];

const week = async (outlook: OutlookPage): Promise<void> => {
  await outlook.page.setViewportSize(SCREEN);
  await outlook.go(`view/workweek?date=${MONDAY}&poll=0&theme=light`);
  await outlook.hasState('Kick-off Harbour Logistics', 'linked');
  await outlook.page.evaluate((rules) => {
    for (const rule of rules) document.styleSheets[0]?.insertRule(rule, document.styleSheets[0].cssRules.length);
    const box = document.querySelector('.inDayScrollContainer');
    if (box) box.scrollTop = 8 * 44;
  }, LOOK);
  await outlook.page.mouse.move(2, 790);
  await outlook.hasState('Kick-off Harbour Logistics', 'linked');
  await outlook.page.waitForTimeout(500);
};

// The browser's zone is that of the made-up mailbox.
process.env['TZ'] = 'Europe/Berlin';
const scene = await Scene.open();
try {
  const { chrome } = scene;
  furnish(scene);
  const canvas = await chrome.context.newPage();
  for (const drawing of DRAWINGS) keep(drawing.file, await draw(canvas, drawing));

  const first = await go(chrome, 'start');
  await first.getByRole('textbox', { name: 'EspoCRM address' }).waitFor();
  await shoot(first, 'docs/pictures/set-up.png', SMALL);
  await connectOutlook(chrome);
  await connectEspo(chrome);
  await saveSettings(chrome, { direction: 'Two-way' });
  await settle(scene);
  const page = await go(chrome, 'overview');
  await page.reload();
  const preview = page.getByRole('region', { name: 'What Start will do' });
  await preview.getByText('0 mails to anybody').waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  await shoot(page, 'store/screenshots/5-preview.png');

  await page.setViewportSize({ width: 1280, height: 900 });
  await sync(chrome, 'Start');
  const outlook = await OutlookPage.open(scene, `view/workweek?date=${MONDAY}&poll=0`);
  await week(outlook);
  const behind = await outlook.page.screenshot();
  const popup = await chrome.context.newPage();
  await popup.setViewportSize({ width: 380, height: 560 });
  await popup.goto(`chrome-extension://${EXTENSION}/src/popup/popup.html`);
  await popup.getByText('Newest changes').waitFor();
  await popup.waitForTimeout(400);
  await withPopup(canvas, behind, await popup.screenshot());
  await shoot(canvas, 'store/screenshots/3-popup.png');

  await page.bringToFront();
  await work(scene);
  await outlook.page.bringToFront();
  await week(outlook);
  await shoot(outlook.page, 'store/screenshots/1-week.png');
  await outlook.hover('Kick-off Harbour Logistics');
  await outlook.cardSays('Maria Lind');
  await outlook.page.waitForTimeout(700);
  await shoot(outlook.page, 'store/screenshots/2-card.png');

  await go(chrome, 'activity');
  await page.getByRole('button', { name: 'Undo this sync' }).first().waitFor();
  await shoot(page, 'store/screenshots/4-activity.png');
  await go(chrome, 'needs');
  await page.getByRole('button', { name: 'Leave as it is' }).first().waitFor();
  await shoot(page, 'docs/pictures/needs-you.png', SMALL);
} finally {
  await scene.close();
}
