/**
 * What somebody sends who means harm: invitations of any size, and an EspoCRM that answers what it likes. Run by hostile.test.ts in a
 * process of its own, with little memory; what came of it is told as one line of JSON.
 */
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { toSyncError } from '../../src/shared/codes.ts';
import { meeting, scene, timed } from '../simulation/scene.ts';
import { enlarged, invited, MB } from './large.ts';

const [kind = 'outlook'] = process.argv.slice(2);
const day = (n: number) => `2026-12-${String(n).padStart(2, '0')}`;

/** Piece by piece, as it comes over a wire: nobody has to have it in memory to send it. */
function streamed(
  parts: readonly [unit: string, times: number][],
  status: number,
  headers: [string, string][],
): Response {
  const encoder = new TextEncoder();
  const left = parts.filter(([unit, times]) => unit !== '' && times > 0).map(([unit, times]) => ({ unit, times }));
  const pull = (c: ReadableStreamDefaultController): void => {
    const [first] = left;
    if (!first) return c.close();
    const times = Math.min(first.times, Math.ceil(65_536 / first.unit.length));
    first.times -= times;
    if (first.times <= 0) left.shift();
    c.enqueue(encoder.encode(first.unit.repeat(times)));
  };
  return new Response(left.length === 0 ? null : new ReadableStream({ pull }, { highWaterMark: 0 }), {
    status,
    headers,
  });
}

const { company, browser, mailbox, anna, espo, run } = await scene('both');
browser.settings = { ...browser.settings, unknownAttendees: 'list' };

function invitations(): void {
  const bob = { name: 'Bob', address: 'bob@fabrikam.example' };
  for (const [n, more] of invited(2).entries())
    mailbox.receiveInvitation({ ...timed('', day(n + 1)), ...more } as never, bob as never);
  mailbox.createEvent('default', timed('Plain', day(28)));
}

function records(): void {
  const each = [
    { name: '@SUBJECT@' },
    { name: 'Text', description: '@TEXT@' },
    { name: 'Page', description: '<script>alert(1)</script>' },
    { name: 'Plain' },
  ];
  for (const [n, more] of each.entries()) anna.create('Meeting', { ...meeting('', anna.id, day(n + 1)), ...more });
}

const { fetch } = company;
let floods = kind === 'flood' ? 2 : 0;
company.fetch = async (input, init) => {
  if (floods > 0 && String(input).includes('/api/v1/Meeting')) {
    floods -= 1;
    return streamed(
      [
        ['{"list":[', 1],
        ['{},', (200 * MB) / 3],
      ],
      200,
      [],
    );
  }
  const response = await fetch(input, init);
  const text = await response.text();
  const single = kind !== 'outlook' && !String(input).includes('?');
  const parts = enlarged(text, single);
  return streamed(parts, response.status, [...response.headers]);
};

if (kind === 'outlook') invitations();
else records();
const before = Math.round(process.resourceUsage().maxRSS / 1024);
const ends: string[] = [];
for (let i = 0; i < 4; i += 1) {
  try {
    const report = await run();
    const failed = report.parts.map(({ code, detail }) => `, ${code}: ${detail}`);
    ends.push(`${writesOf(report)} writes${failed.join('')}`);
  } catch (thrown) {
    ends.push(toSyncError(thrown).message);
  }
}
const cut = (text: unknown) => String(text).slice(0, 12);
console.log(
  JSON.stringify({
    ends,
    names: espo
      .dump('Meeting')
      .map((row) => cut(row['name']))
      .sort(),
    subjects: mailbox
      .events()
      .map(({ subject }) => cut(subject))
      .sort(),
    waits: (await browser.store.plan())
      .filter((row) => row.state === 'held')
      .map((row) => `${row.reason} ${row.detail ?? ''}`),
    before,
    peak: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
