/** Every state on every colour that a tile may have, in the sizes that Outlook draws: a page for people to look at. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { STYLE } from '../sandbox/outlook-web/shell.ts';

const STATES = ['linked', 'waiting', 'differs', 'needs', 'leftout', 'none', 'private'];
const HUES = Array.from({ length: 12 }, (_, index) => index * 30);
/** What Outlook's strongest categories look like: the tile is the colour itself. */
const SOLID = [
  '#a4262c',
  '#ca5010',
  '#fce100',
  '#498205',
  '#038387',
  '#0078d4',
  '#8764b8',
  '#000000',
  '#69797e',
  '#ffffff',
];

export interface MarksLook {
  name: string;
  theme: string;
  dir: 'ltr' | 'rtl';
  forced?: boolean;
  print?: boolean;
}

const tile = (state: string, colour: string, size: string, text: string): string =>
  `<div data-calitemid="x" data-espo-state="${state}" class="${state === 'none' || state === 'private' ? 'force' : ''}" style="${size}"><div role="button" tabindex="0" class="tile" style="${colour}"><span>${text}</span><i data-icon-name="ArrowRepeatAllRegular">↻</i></div></div>`;

function gallery({ theme, dir }: MarksLook): string {
  const css = readFileSync(path.join(import.meta.dirname, '../../src/content/draw/marks.css'), 'utf8');
  const colours = [
    ...HUES.map((hue) => `--hue:${hue}`),
    ...SOLID.map(
      (colour) => `background:${colour};color:${/fff|fce/.test(colour) ? '#000' : '#fff'};border-color:${colour}`,
    ),
  ];
  const rows = colours
    .map(
      (colour) =>
        `<div class="row">${STATES.map((state) => tile(state, colour, 'block-size:42px;inline-size:130px', `Review, ${state} and more`)).join('')}</div>`,
    )
    .join('');
  const sizes = [
    ['block-size:18px;inline-size:130px', 'Fifteen minutes, and a long title'],
    ['block-size:42px;inline-size:36px', 'Four beside each other'],
    ['block-size:42px;inline-size:24px', 'Six beside each other'],
    ['block-size:20px;inline-size:110px', '10:00 A month’s row that is cut'],
    ['block-size:120px;inline-size:130px', 'Two hours and a half of a workshop'],
  ] as const;
  const small = sizes
    .map(
      ([size, text]) =>
        `<div class="row">${STATES.map((state) => tile(state, '--hue:200', size, text)).join('')}</div>`,
    )
    .join('');
  return `<!doctype html><html lang="en" dir="${dir}" data-theme="${theme}"><style>${STYLE}
body{overflow:auto;padding:12px;background:var(--colorNeutralBackground1)} .row{display:flex;gap:14px;margin-bottom:6px;align-items:start} .row>*{flex:none}
.force::after{opacity:1!important}
${css}</style><body><div class="row" style="font-size:11px">${STATES.map((state) => `<span style="inline-size:130px">${state}</span>`).join('')}</div>${rows}<hr>${small}</body></html>`;
}

export async function shootMarks(page: Page, look: MarksLook, file: string): Promise<void> {
  await page.setViewportSize({ width: 1060, height: 800 });
  await page.emulateMedia({ forcedColors: look.forced ? 'active' : 'none', media: look.print ? 'print' : 'screen' });
  await page.setContent(gallery(look));
  await page.screenshot({ path: file, fullPage: true });
  await page.emulateMedia({ forcedColors: 'none', media: 'screen' });
}
