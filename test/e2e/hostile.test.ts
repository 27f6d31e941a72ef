import { afterAll, beforeAll, expect, it } from 'vitest';
import { Probe } from '../bench/probe.ts';
import { dateIn } from '../days.ts';
import { isWhole } from '../part.ts';
import { enlarged, invited, MB } from '../security/large.ts';
import { Scene } from './harness.ts';
import { sync } from './popup.ts';
import { EXTENSION } from './stage.ts';

/**
 * Megabytes that the worker may hold at any time: its heap after a collection, the browser's objects and buffers beside it included, every two
 * seconds. How much garbage there is on top is the browser's choice, which sees a free machine; hostile.test.ts of test/security gives no
 * more than there is.
 */
const MEMORY = 300;
/** Of ten megabytes each. */
const BODIES = isWhole ? 3 : 1;

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.connected();
  const { graph } = scene.stage;
  const behind = graph.handle.bind(graph);
  graph.handle = async (request) => {
    const answer = await behind(request);
    const body = enlarged(answer.body)
      .map(([unit, times]) => unit.repeat(times))
      .join('');
    return { ...answer, body };
  };
});
afterAll(() => scene?.close());

/** Texts of ten megabytes take their time, collecting what is left of them too, and longer where everything else does. */
async function runToItsEnd() {
  const before = scene.writes();
  const { last } = (await sync(scene.chrome, 'Sync now', 400_000)).sync;
  const after = scene.writes();
  const [graph, espo] = [after.graph - before.graph, after.espo - before.espo];
  return { error: last?.error?.code ?? '', graph, espo };
}

it('invitations of any size are synced, what is too long for EspoCRM cut, and the others beside them', async () => {
  const bob = { name: 'Bob', address: 'bob@fabrikam.example' };
  const day = (n: number) => dateIn(n);
  for (const [n, more] of invited(BODIES).entries()) {
    const at = (hour: string) => ({ dateTime: `${day(n + 2)}T${hour}:00:00`, timeZone: 'UTC' });
    scene.mailbox.receiveInvitation({ start: at('10'), end: at('11'), ...more }, bob);
  }
  scene.event('Plain', 20);
  const probe = await Probe.ofWorker(scene.chrome, EXTENSION);
  let held = 0;
  let most = 0;
  let over = false;
  const watch = (async () => {
    while (!over) {
      most = Math.max(most, await probe.heap());
      held = Math.max(held, await probe.live());
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  })();
  const [done, again] = [await runToItsEnd(), await runToItsEnd()];
  over = true;
  await watch;
  await probe.close();
  console.log(`the worker held ${Math.round(held / MB)} MB at most, and ${Math.round(most / MB)} MB with garbage`);
  expect(held / MB).toBeLessThan(MEMORY);
  expect([done.error, again.error, again.graph, again.espo]).toEqual(['', '', 0, 0]);
  expect(scene.names().map((name) => name.slice(0, 8))).toEqual(
    [
      ...Array.from({ length: BODIES }, (_, n) => `Body ${n}`),
      'Checked',
      'Digits',
      'Guests',
      'Links',
      'Names',
      'Place',
      'Plain',
      'SSSSSSSS',
      'Tags',
    ].sort(),
  );
  expect(String(scene.rowOf('Body 0')['description'])).toContain('[The text is longer: all of it is in Outlook]');
  expect(String(scene.rowOf('Links')['description'])).not.toContain('javascript:');
}, 900_000);
