import { bodyText, canonicalText } from '../../src/background/outlook/text.ts';
import type { Bench } from './bench.ts';
import { figure, slope } from './figures.ts';

const SMALL = 100_000;
const LARGE = 10_000_000;

/** An agenda as Word writes it: a table, styles on everything, links behind words. */
const ROW =
  '<tr style="mso-yfti-irow:1"><td width=120 valign=top style="width:90.0pt; border:solid windowtext 1.0pt; padding:0cm 5.4pt">' +
  '<p class=MsoNormal style="margin:0cm"><span lang=EN-GB>10:00&nbsp;&ndash; 10:30</span></p></td>' +
  '<td valign=top><p class=MsoNormal><b>Budget &amp; plan</b>, with <a href="https://meet.example/1?a=1&amp;b=2">the minutes of last time</a></p></td></tr>\r\n';

/** What was made to stop a reader that looks at everything again. */
const HOSTILE = [
  '<p>a',
  '<td>',
  '<i>',
  '<b><a href=https://x.example/y>',
  '</b>',
  '<br>',
  '&nbsp;',
  '&amp',
  '&aaaaaaaaaaaa',
  ' ',
  '\n',
  '<a ="" ',
];

const html = (piece: string, size: number) => ({
  contentType: 'html',
  content: piece.repeat(Math.ceil(size / piece.length)),
});

/** Bodies of events as text: long ones take longer in proportion, whatever they are made of. */
export async function texts(bench: Bench): Promise<void> {
  if (!bench.wants('text')) return;
  for (let i = 0; i < 20; i += 1) bodyText(html(ROW, SMALL));
  const [small, large] = [timesOf(bench, ROW, SMALL, 4), timesOf(bench, ROW, LARGE)];
  bench.figure('text.100kb_ms', 'ms', small);
  bench.figure(
    'text.10mb_s',
    's',
    large.map((ms) => ms / 1000),
    { characters: LARGE },
  );
  const points = [[SMALL, figure(small).median] as const, [LARGE, figure(large).median] as const];
  bench.figure('text.growth', '', [slope(points)], { what: 'slope of the logarithms: 1 is in proportion' });
  const hostile = HOSTILE.map((piece) => timesOf({ ...bench, runs: 1 }, piece, LARGE / 5)[0] ?? Number.NaN);
  bench.figure(
    'text.hostile_ms_per_mb',
    'ms',
    hostile.map((ms) => (ms * 1_000_000 * 5) / LARGE),
    Object.fromEntries(HOSTILE.map((piece, i) => [piece, hostile[i]])),
  );
}

function timesOf({ runs }: Bench, piece: string, size: number, more = 1): number[] {
  const body = html(piece, size);
  const times: number[] = [];
  for (let run = 0; run < runs * more; run += 1) {
    const began = performance.now();
    canonicalText(bodyText(body));
    times.push(performance.now() - began);
  }
  return times;
}
