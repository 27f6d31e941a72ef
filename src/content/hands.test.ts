// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Card } from './card/card';
import type { Line } from './card/line';
import { paint } from './draw/marks';
import { Hands } from './hands';
import type { Voice } from './look/voice';

let frames: (() => void)[] = [];
let said: string[] = [];
let hands: Hands;
const real = { requestAnimationFrame: window.requestAnimationFrame, elementFromPoint: document.elementFromPoint };

const nextFrame = () => {
  const due = frames;
  frames = [];
  for (const run of due) run();
};

const card = {
  host: { element: document.createElement('div'), open: true },
  over: (id: string) => said.push(`over ${id}`),
  left: () => said.push('left'),
  moved: () => said.push('moved'),
};

const tile = (): HTMLElement => document.getElementById('tile') as HTMLElement;
const elsewhere = (): HTMLElement => document.getElementById('elsewhere') as HTMLElement;

function pointer(type: string, target: Element, relatedTarget: Element | null = null): void {
  const place = target === tile() ? { clientX: 95, clientY: 5 } : { clientX: 500, clientY: 500 };
  const event = new PointerEvent(type, { bubbles: true, composed: true, relatedTarget, ...place });
  Object.defineProperty(event, 'isTrusted', { value: true });
  target.dispatchEvent(event);
}

beforeEach(() => {
  document.body.innerHTML = '<div id="tile"></div><div id="elsewhere"></div>';
  tile().getBoundingClientRect = () => new DOMRect(0, 0, 100, 40);
  document.elementFromPoint = () => null;
  Object.assign(globalThis, {
    requestAnimationFrame: (run: () => void) => frames.push(run),
    cancelAnimationFrame: () => undefined,
  });
  const badge = { state: 'linked', type: 'Meeting', id: 'm1', url: '', label: 'Meeting', title: 'Review' } as const;
  paint(tile(), { id: 'event', badge });
  [frames, said] = [[], []];
  hands = new Hands(
    card as unknown as Card,
    { host: { open: false }, moved: () => undefined } as unknown as Line,
    {} as Voice,
    () => undefined,
  );
  hands.start();
});
afterEach(() => {
  hands.stop();
  document.elementFromPoint = real.elementFromPoint;
  Object.assign(globalThis, { requestAnimationFrame: real.requestAnimationFrame });
});

describe('the pointer', () => {
  it('rests on a mark, and leaves it', () => {
    pointer('pointermove', tile());
    nextFrame();
    pointer('pointermove', elsewhere());
    nextFrame();
    expect(said).toEqual(['over event', 'left']);
  });

  it('counts where it is when a frame is drawn, not where it was when the frame was asked for', () => {
    pointer('pointermove', tile());
    pointer('pointermove', elsewhere());
    nextFrame();
    expect(said).toEqual([]);
    pointer('pointermove', elsewhere());
    pointer('pointermove', tile());
    nextFrame();
    expect(said).toEqual(['over event']);
  });

  it('is not lost because the page scrolls in the same frame', () => {
    pointer('pointermove', tile());
    nextFrame();
    window.dispatchEvent(new Event('scroll'));
    pointer('pointermove', elsewhere());
    nextFrame();
    expect(said).toEqual(['over event', 'moved', 'left']);
  });

  it('leaves a mark when it leaves the window, or goes into a frame of the page, without a move', () => {
    pointer('pointermove', tile());
    nextFrame();
    pointer('pointerout', tile(), elsewhere());
    nextFrame();
    expect(said).toEqual(['over event']);
    pointer('pointerout', tile());
    nextFrame();
    expect(said).toEqual(['over event', 'left']);
    pointer('pointerover', tile());
    nextFrame();
    pointer('pointerover', elsewhere());
    nextFrame();
    expect(said).toEqual(['over event', 'left', 'over event', 'left']);
  });

  it('on the card is still with the mark that it stands beside', () => {
    document.body.append(card.host.element);
    pointer('pointermove', tile());
    nextFrame();
    pointer('pointermove', card.host.element);
    nextFrame();
    expect(said).toEqual(['over event']);
  });
});
