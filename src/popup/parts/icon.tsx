/** The few signs of the surface, so that no meaning rests on a colour. Drawn in the colour of the text beside them. */
const PATHS = {
  check: 'M3 8.5l3.2 3.2L13 5',
  warn: 'M8 2.5L14.2 13.5H1.8zM8 6.5v3.2M8 11.6v.3',
  stop: 'M8 1.8a6.2 6.2 0 100 12.4A6.2 6.2 0 008 1.8zM5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8',
  ask: 'M8 1.8a6.2 6.2 0 100 12.4A6.2 6.2 0 008 1.8zM6 6.3a2 2 0 113 1.7c-.7.4-1 .8-1 1.5M8 11.4v.3',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  sync: 'M13 8a5 5 0 01-9 3M3 8a5 5 0 019-3M12.2 2.2V5H9.4M3.8 13.8V11h2.8',
  off: 'M8 1.8v5.4M4.6 4.2a5 5 0 106.8 0',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4',
  mail: 'M2 4h12v8.5H2zM2 4.5l6 4.5 6-4.5',
  open: 'M6 3.5H3v9.5h9.5V10M9 3h4v4M13 3L7.5 8.5',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 015 0v2.5',
  down: 'M4 6.5l4 4 4-4',
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
