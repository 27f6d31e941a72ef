/** As much of a chart as two plots need: axes, lines, words. */

export interface Line {
  name: string;
  colour: string;
  points: readonly (readonly [x: number, y: number])[];
  dots?: boolean;
}

export interface Axis {
  /** Where the axis begins and ends, in its own unit. */
  from: number;
  to: number;
  log?: boolean;
  ticks: readonly number[];
  label(value: number): string;
  title: string;
}

export interface Chart {
  title: string;
  x: Axis;
  y: Axis;
  lines: readonly Line[];
}

const WIDTH = 720;
const HEIGHT = 300;
const LEFT = 88;
const RIGHT = 20;
const TOP = 52;
const BOTTOM = 46;
const INK = '#24323a';
const GRID = '#d8dfe3';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function place({ from, to, log }: Axis, value: number, start: number, end: number): number {
  const of = (one: number): number => (log ? Math.log(one) : one);
  return start + ((of(value) - of(from)) / (of(to) - of(from))) * (end - start);
}

const text = (x: number, y: number, words: string, more = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escaped(words)}</text>`;

function drawn({ title, x, y, lines }: Chart, down: number): string {
  const [right, low] = [WIDTH - RIGHT, HEIGHT - BOTTOM];
  const atX = (value: number): number => place(x, value, LEFT, right);
  const atY = (value: number): number => place(y, value, low, TOP);
  const parts = [text(LEFT, 20, title, 'font-weight="600" font-size="14"')];
  for (const tick of y.ticks) {
    const at = atY(tick);
    parts.push(`<line x1="${LEFT}" x2="${right}" y1="${at.toFixed(1)}" y2="${at.toFixed(1)}" stroke="${GRID}"/>`);
    parts.push(text(LEFT - 8, at + 4, y.label(tick), 'text-anchor="end"'));
  }
  for (const tick of x.ticks) parts.push(text(atX(tick), low + 18, x.label(tick), 'text-anchor="middle"'));
  parts.push(`<line x1="${LEFT}" x2="${right}" y1="${low}" y2="${low}" stroke="${INK}"/>`);
  parts.push(text((LEFT + right) / 2, HEIGHT - 8, x.title, 'text-anchor="middle"'));
  const middle = (TOP + low) / 2;
  parts.push(text(16, middle, y.title, `text-anchor="middle" transform="rotate(-90 16 ${middle})"`));
  lines.forEach(({ name, colour, points, dots }, i) => {
    const path = points.map(([px, py]) => `${atX(px).toFixed(1)},${atY(py).toFixed(1)}`);
    parts.push(`<polyline points="${path.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.8"/>`);
    if (dots)
      for (const one of path) {
        const [cx, cy] = one.split(',');
        parts.push(`<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`);
      }
    const at = LEFT + i * 160;
    parts.push(`<line x1="${at}" x2="${at + 18}" y1="37" y2="37" stroke="${colour}" stroke-width="3"/>`);
    parts.push(text(at + 24, 41, name));
  });
  return `<g transform="translate(0 ${down})">${parts.join('\n')}</g>`;
}

/** Charts one under the other. */
export function svg(charts: readonly Chart[], description: string): string {
  const height = charts.length * HEIGHT;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="${INK}">
<title>${escaped(description)}</title>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
${charts.map((chart, i) => drawn(chart, i * HEIGHT)).join('\n')}
</svg>
`;
}
