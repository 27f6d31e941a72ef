/** Deleted on one side or both, also while a run goes on or a bulk deletion is held. */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { fill } from './many-items.ts';
import { meeting, scene, timed } from './scene.ts';

describe('an event that is deleted while the run goes on', () => {
  it('is known to be gone although it still answers by id', async () => {
    const { anna, mailbox, run, espo, browser, settled } = await scene();
    const event = mailbox.createEvent('default', timed('Deleted meanwhile'));
    await run();
    const [record] = espo.dump('Meeting');
    anna.update('Meeting', String(record?.['id']), {
      dateStart: '2026-12-02 10:00:00',
      dateEnd: '2026-12-02 11:00:00',
    });
    // A new record makes the run look at Outlook a second time, and there it is told of the deletion.
    anna.create('Meeting', meeting('New', anna.id, '2026-12-03'));
    let there = true;
    espo.faults.push({
      match: () => {
        if (there) mailbox.deleteEvent(event.id);
        there = false;
        return false;
      },
    });
    await run();
    await run();
    expect(await browser.store.linksInState('active')).toMatchObject([{ gone: 'outlook' }, { gone: '' }]);
    await settled();
  });
});

describe('a record and its event that are both deleted', () => {
  it('while a bulk deletion is held: the event is known to be gone when the record is restored', async () => {
    const { anna, mailbox, run, espo, browser, settled } = await scene();
    const made = [1, 2, 3, 4, 5].map((i) => anna.create('Meeting', meeting(`M${i}`, anna.id, `2026-12-0${i}`)));
    await run();
    for (const { id } of made) anna.remove('Meeting', String(id));
    expect(await run()).toMatchObject({ held: 5 });
    for (const { id } of mailbox.events()) mailbox.deleteEvent(id);
    espo.act('admin').restore('Meeting', String(made[0]?.id));
    await run();
    await run();
    expect(await browser.store.linksInState('active')).toMatchObject([{ gone: 'outlook' }]);
    await settled();
  });
});

describe('deleted on both sides between two runs', () => {
  it('leaves nothing to decide', async () => {
    const { company, browser, mailbox, anna } = await scene();
    const record = anna.create('Meeting', {
      name: 'Both',
      dateStart: '2026-12-02 10:00:00',
      dateEnd: '2026-12-02 11:00:00',
      assignedUserId: anna.id,
    });
    await browser.run();
    company.world.advance(60_000);
    anna.remove('Meeting', String(record.id));
    mailbox.deleteEvent(mailbox.events()[0]?.id ?? '');
    company.world.advance(60_000);
    expect(writesOf(await browser.run())).toBe(0);
    expect((await browser.store.plan()).filter((row) => row.state === 'held')).toEqual([]);
    expect(await browser.store.linksInState('active')).toEqual([]);
  });
});

describe('a record that is made between the count and the reading of what changed', () => {
  it('is no reason to look for deletions', async () => {
    const { company, anna, mailbox, run, espo } = await scene();
    fill(company, 0, 400);
    for (let i = 0; i < 8; i += 1) await run();
    const { fetch } = company;
    let counted = (): void => undefined;
    const isCounted = new Promise<void>((resolve) => {
      counted = resolve;
    });
    company.fetch = async (input, init) => {
      const path = decodeURIComponent(String(input));
      if (path.includes('Meeting?') && path.includes('"orderBy":"modifiedAt"')) await isCounted;
      const answer = await fetch(input, init);
      if (!path.includes('Meeting?') || !path.includes('"maxSize":0')) return answer;
      if (espo.dump('Meeting').length === 400) anna.create('Meeting', meeting('New', anna.id, '2027-03-01'));
      counted();
      return answer;
    };
    const before = espo.log.length;
    expect(await run()).toMatchObject({ created: 1 });
    expect(mailbox.events()).toHaveLength(401);
    const asked = espo.log.slice(before).map(({ path }) => decodeURIComponent(path));
    expect(asked.filter((path) => path.includes('/Meeting?') && path.includes('"orderBy":"id"'))).toEqual([]);
    expect(asked.filter((path) => path.includes('/Meeting?') && path.includes('"maxSize":0'))).toHaveLength(3);
  });
});
