// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { VirtualList } from './virtual-list';

const HIGH = 60;
const ITEMS = Array.from({ length: 500 }, (_, i) => ({ id: `Line ${i}` }));
const keyOf = ({ id }: { id: string }) => id;
const ignore = () => undefined;

let measured = 0;
let placed = 0;
beforeEach(() => {
  [measured, placed] = [0, 0];
  // To ask for it makes a browser lay out the whole page.
  Object.defineProperty(HTMLElement.prototype, 'offsetTop', {
    configurable: true,
    get: () => {
      placed += 1;
      return 0;
    },
  });
  // Lines that have a height, as far as the list can tell.
  Object.defineProperty(HTMLElement.prototype, 'offsetHeight', {
    configurable: true,
    get: () => {
      measured += 1;
      return HIGH;
    },
  });
});
afterEach(cleanup);

async function scrollTo(y: number) {
  Object.defineProperty(window, 'scrollY', { configurable: true, value: y });
  window.dispatchEvent(new Event('scroll'));
  await vi.waitFor(() => screen.getByText(`Line ${y / HIGH}`));
}

it('what was drawn and measured is neither drawn nor measured again while somebody scrolls', async () => {
  const draw = vi.fn<(item: { id: string }) => string>(keyOf);
  render(
    <VirtualList items={ITEMS} keyOf={keyOf} height={HIGH} onEnd={ignore}>
      {draw}
    </VirtualList>,
  );
  await scrollTo(0);
  placed = 0;
  for (let y = HIGH; y <= HIGH * 20; y += HIGH) await scrollTo(y);
  const seen = new Set(draw.mock.calls.map(([{ id }]) => id)).size;
  expect(seen).toBeGreaterThan(20);
  expect(draw).toHaveBeenCalledTimes(seen);
  expect(measured).toBeLessThanOrEqual(seen);
  expect(placed).toBe(0);
});

it('a line whose item is another one is drawn anew', async () => {
  const list = (items: { id: string; text: string }[]) => (
    <VirtualList items={items} keyOf={keyOf} height={HIGH} onEnd={ignore}>
      {(item) => item.text}
    </VirtualList>
  );
  const { rerender } = render(list([{ id: 'a', text: 'Before' }]));
  await screen.findByText('Before');
  rerender(list([{ id: 'a', text: 'After' }]));
  await screen.findByText('After');
});
