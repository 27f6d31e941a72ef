/** The store's own pictures, drawn from the icon: logos in the sizes that the stores ask for, and tiles. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const ICON = readFileSync(new URL('../../store/icon.svg', import.meta.url), 'utf8');

export interface Drawing {
  file: string;
  width: number;
  height: number;
  html: string;
}

/** `inset`: empty edge, of the whole width. */
const logo = (file: string, size: number, inset: number): Drawing => ({
  file,
  width: size,
  height: size,
  html: `<style>svg{position:fixed;inset:${inset * size}px;inline-size:${size * (1 - 2 * inset)}px}</style>${ICON}`,
});

const tile = (file: string, width: number, height: number): Drawing => {
  const unit = height / 280;
  const style = `body{background:#185f70;color:#fff;font-family:"Segoe UI",system-ui,sans-serif;display:flex;align-items:center;justify-content:center;gap:${24 * unit}px;block-size:100vh}
svg{inline-size:${128 * unit}px;flex:none}
#ground stop{stop-color:#ffffff26}
h1{font-size:${26 * unit}px;line-height:1.2;font-weight:600;margin:0}p{font-size:${16 * unit}px;line-height:1.4;margin:${10 * unit}px 0 0;color:#e3f1f3}`;
  return {
    file,
    width,
    height,
    html: `<style>${style}</style>${ICON}<div><h1>Outlook Calendar<br>for EspoCRM</h1><p>Two calendars,<br>kept in step.</p></div>`,
  };
};

export const DRAWINGS: Drawing[] = [
  // The Chrome Web Store: 96 of 128, so that it stands like the others.
  logo('store/icons/chrome-128.png', 128, 10 / 128),
  logo('store/icons/edge-300.png', 300, 0),
  tile('store/tiles/small-440x280.png', 440, 280),
  tile('store/tiles/large-1400x560.png', 1400, 560),
];

export async function draw(canvas: Page, { width, height, html }: Drawing): Promise<Buffer> {
  await canvas.setViewportSize({ width, height });
  await canvas.setContent(`<!doctype html><style>body{margin:0}</style>${html}`);
  return canvas.screenshot({ omitBackground: true });
}
