import { describe, expect, it } from 'vitest';
import { glance } from '../../src/background/sync/glance.ts';
import { giveOrder } from '../../src/background/sync/person/orders.ts';
import { readBoth } from '../../src/background/sync/run.ts';
import { DAY, MINUTE } from '../../src/shared/time.ts';
import { company } from './invite-scene.ts';
import { timed } from './scene.ts';

type Scene = Awaited<ReturnType<typeof company>>;

/** Dies at the first step at which that is so, and does nothing any more. */
function dyingWhen(isSo: () => boolean): () => void {
  let dead = false;
  return () => {
    dead ||= isSo();
    if (dead) throw new Error('stopped');
  };
}

const isMade = ({ espo }: Scene, name: string): boolean => espo.dump('Meeting').some((row) => row['name'] === name);

describe('a worker that is stopped while it makes what is planned', () => {
  it.each(['not held', 'without its guest', 'deleted'] as const)(
    'invites nobody to a meeting that is %s by the time the next one goes on',
    async (how) => {
      const scene = await company({ invite: 'always' });
      const { browser, mailbox, bob, anna, run, mailed } = scene;
      await run();
      const record = scene.make([bob]);
      mailbox.createEvent('default', timed('New', '2026-12-03'));
      scene.company.world.advance(MINUTE);
      await browser.run(dyingWhen(() => isMade(scene, 'New'))).catch(() => undefined);
      if (how === 'not held') anna.update('Meeting', record, { status: 'Not Held' });
      else if (how === 'without its guest') anna.update('Meeting', record, { contactsIds: [] });
      else anna.remove('Meeting', record);
      for (let i = 0; i < 4; i += 1) await run();
      expect(mailed()).toEqual([]);
    },
  );

  it.each([{ invite: 'never' }, { invite: 'ask' }, { attendees: false }] as const)(
    'goes by the settings of the next one: %o',
    async (change) => {
      const scene = await company({ invite: 'always' });
      const { browser, bob, run, mailed } = scene;
      await run();
      for (let i = 0; i < 60; i += 1) {
        const at = `2026-12-${10 + (i % 20)} ${10 + Math.floor(i / 20)}`;
        scene.make([bob], { name: `Review ${i}`, dateStart: `${at}:00:00`, dateEnd: `${at}:30:00` });
      }
      scene.company.world.advance(MINUTE);
      await browser.run(dyingWhen(() => mailed().length > 0)).catch(() => undefined);
      const before = mailed().length;
      expect(before).toBeLessThan(60);
      browser.settings = { ...browser.settings, ...change };
      await run();
      expect(mailed().length).toBe(before);
    },
  );

  it('had only what was pressed in a pause to make: the rest is read anew when the pause ends', async () => {
    const scene = await company({ invite: 'always', filterFree: true });
    const { browser, mailbox, bob, anna, run, mailed } = scene;
    await run();
    const record = scene.make([bob]);
    const gone = mailbox.createEvent('default', timed('Gone', '2026-12-03'));
    const free = mailbox.createEvent('default', { ...timed('Free', '2026-12-04'), showAs: 'free' });
    // Read, and paused before anything was written.
    await readBoth(await browser.engine());
    scene.company.world.advance(3 * DAY);
    mailbox.deleteEvent(gone.immutableId);
    anna.update('Meeting', record, { status: 'Not Held' });
    const act = { act: 'create', type: 'Meeting', parent: null } as const;
    await giveOrder(browser.store, { act, ref: free.immutableId, linkId: '', at: scene.company.world.now() }, 'x');
    const dying = await browser.engine(dyingWhen(() => isMade(scene, 'Free')));
    await glance(dying, { first: 'both', calendars: [], pressed: true }).catch(() => undefined);
    expect(isMade(scene, 'Free')).toBe(true);
    scene.company.world.advance(4 * MINUTE);
    for (let i = 0; i < 4; i += 1) await run();
    expect(mailed()).toEqual([]);
    const log = await browser.store.activityById(await browser.store.activityToForget(Number.POSITIVE_INFINITY, 0));
    expect(log.length).toBeGreaterThan(0);
    expect(log.filter(({ title }) => title === 'Gone')).toEqual([]);
    expect(scene.espo.dump('Meeting').filter((row) => row['name'] === 'Free').length).toBe(1);
  });
});
