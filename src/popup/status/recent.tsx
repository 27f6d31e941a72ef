import { useLayoutEffect, useRef } from 'preact/hooks';
import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import { Newest } from './newest';

/** The newest changes in the small window. They give way to what has to be said: as many of them are there as there is room for. */
export function Recent({ app }: { app: AppState }) {
  const section = useRef<HTMLElement>(null);
  useLayoutEffect(() => fit(section.current));
  useLayoutEffect(() => {
    const others = [...(section.current?.parentElement?.children ?? [])].filter((one) => one !== section.current);
    const observer = new ResizeObserver(() => fit(section.current));
    for (const other of others) observer.observe(other);
    return () => observer.disconnect();
  });
  return (
    <section class="recent" aria-labelledby="recent" ref={section}>
      <h2 id="recent">{say('newest')}</h2>
      <Newest changes={app.sync.recent} linked />
    </section>
  );
}

function fit(section: HTMLElement | null): void {
  const main = section?.parentElement;
  if (!main) return;
  const lines = [...section.querySelectorAll<HTMLElement>('li')];
  for (const line of [section, ...lines]) line.hidden = false;
  for (const line of [...lines].reverse()) {
    if (main.scrollHeight <= main.clientHeight) break;
    line.hidden = true;
  }
  // A heading over nothing says nothing.
  const none = lines.length > 0 && lines.every(({ hidden }) => hidden);
  section.hidden = none || main.scrollHeight > main.clientHeight;
}
