/** The icon with the shape of a state in its corner. */
import browser from 'webextension-polyfill';
import { drawMark } from './toolbar-marks';
import type { Mark } from './toolbar-view';

const SIZES = [16, 32] as const;

/** Undefined where the browser cannot draw: the badge and the title say the same. */
export async function iconOf(mark: Mark): Promise<Record<string, ImageData> | undefined> {
  if (typeof OffscreenCanvas === 'undefined') return undefined;
  const icons: Record<string, ImageData> = {};
  for (const size of SIZES) {
    const context = new OffscreenCanvas(size, size).getContext('2d');
    if (!context) return undefined;
    const file = await fetch(browser.runtime.getURL(`icons/${size}.png`));
    context.globalAlpha = mark === 'off' ? 0.45 : 1;
    context.drawImage(await createImageBitmap(await file.blob()), 0, 0, size, size);
    context.globalAlpha = 1;
    drawMark(context, mark, size);
    icons[size] = context.getImageData(0, 0, size, size) as ImageData;
  }
  return icons;
}
