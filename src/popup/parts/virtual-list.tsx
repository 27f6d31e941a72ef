/** A long list of which only what is seen is drawn. */
import { useSignal } from '@preact/signals';
import { observeWindowOffset, observeWindowRect, Virtualizer, windowScroll } from '@tanstack/virtual-core';
import type { ComponentChildren, VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Props<T> {
  items: readonly T[];
  keyOf: (item: T) => string;
  /** How high an item probably is, until it was seen. Pixels. */
  height: number;
  /** The end is near: the next ones may be asked for. */
  onEnd: () => void;
  children: (item: T) => ComponentChildren;
}

/** A list of any length in the page's own scrolling: only what is in view, and a little around it, is there at all. */
export function VirtualList<T>({ items, keyOf, height, onEnd, children }: Props<T>) {
  const list = useRef<HTMLUListElement>(null);
  const version = useSignal(0);
  const margin = useSignal(0);
  const kept = useRef<Virtualizer<Window, HTMLLIElement>>(undefined);
  const options = {
    count: items.length,
    getScrollElement: () => window,
    estimateSize: () => height,
    getItemKey: (i: number) => keyOf(items[i] as T),
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    scrollToFn: windowScroll,
    scrollMargin: margin.value,
    overscan: 6,
    onChange: () => {
      version.value += 1;
    },
  };
  kept.current ??= new Virtualizer<Window, HTMLLIElement>(options);
  const virtualizer = kept.current;
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), []);
  useLayoutEffect(() => virtualizer._willUpdate());
  // Where the list begins depends on what stands above it, never on how far it is scrolled: to ask for it lays the page out once more.
  useLayoutEffect(() => {
    margin.value = list.current?.offsetTop ?? 0;
  }, [children, items, virtualizer.scrollRect?.width]);
  void version.value;
  const shown = virtualizer.getVirtualItems();
  const draw = useDrawn(children);
  const last = shown.at(-1);
  useLayoutEffect(() => {
    if (last && last.index >= items.length - 10) onEnd();
  }, [last?.index, items.length]);
  return (
    <ul class="virtual" ref={list} style={{ blockSize: `${virtualizer.getTotalSize()}px` }}>
      {shown.map(({ key, index, start }) => (
        <li
          key={key}
          // Always the same function: another one would measure every line anew whenever one comes into view.
          ref={virtualizer.measureElement}
          data-index={index}
          aria-setsize={-1}
          aria-posinset={index + 1}
          style={{ transform: `translateY(${start - margin.value}px)` }}
        >
          {draw(items[index] as T)}
        </li>
      ))}
    </ul>
  );
}

/** Lines as they were drawn: what scrolls is not drawn again, because nothing in it has changed. */
function useDrawn<T>(children: Props<T>['children']): (item: T) => ComponentChildren {
  const kept = useRef<{ children: Props<T>['children']; drawn: Map<T, VNode> }>(undefined);
  if (kept.current?.children !== children) kept.current = { children, drawn: new Map() };
  const { drawn } = kept.current;
  return (item) => {
    const line = drawn.get(item) ?? <>{children(item)}</>;
    drawn.set(item, line);
    return line;
  };
}
