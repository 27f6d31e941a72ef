/** "Sync this again": what was undone, discarded or has ended is taken up once more, and only what still stands. */
import { describe, expect, it } from 'vitest';
import { stands } from '../../src/background/app/lists/item-views.ts';
import { giveAnswer } from '../../src/background/sync/person/answers.ts';
import { CHANGE, LINK } from '../../src/background/sync/person/ids.ts';
import { Hands } from './hands.ts';
import { meeting, scene, timed } from './scene.ts';

async function stage(...args: Parameters<typeof scene>) {
  const here = await scene(...args);
  const { browser } = here;
  const hands = new Hands(browser);
  /** Links that have ended, as the list shows them. */
  const ended = async () => (await browser.store.linksInState('unlinked')).filter(stands);
  const again = async () => {
    const links = await ended();
    await giveAnswer(
      browser.store,
      ...links.map(({ id }) => ({ id: LINK + id, action: 'again' as const, choice: '' })),
    );
    return here.run();
  };
  const changeAgain = async (id: number) => {
    await giveAnswer(browser.store, { id: CHANGE + id, action: 'again', choice: '' });
    return here.run();
  };
  return { ...here, hands, ended, again, changeAgain };
}

describe('what was undone', () => {
  it('in EspoCRM is made again, as new, and settles', async () => {
    const { mailbox, run, hands, names, ended, again, settled } = await stage();
    for (const name of ['One', 'Two', 'Three']) mailbox.createEvent('default', timed(name));
    await run();
    expect(await hands.undoLastRun()).toEqual({ undone: 3, skipped: [] });
    await settled();
    expect(names()).toEqual([]);
    expect(await ended()).toHaveLength(3);
    expect(await again()).toMatchObject({ created: 3 });
    expect(names()).toEqual(['One', 'Three', 'Two']);
    expect(await ended()).toEqual([]);
    await settled();
  });

  it('in Outlook is made again, as another transaction', async () => {
    const { anna, run, hands, subjects, ended, again, settled } = await stage();
    anna.create('Meeting', meeting('Mine', anna.id));
    await run();
    expect(await hands.undoLastRun()).toEqual({ undone: 1, skipped: [] });
    await settled();
    expect([subjects(), (await ended()).length]).toEqual([[], 1]);
    expect(await again()).toMatchObject({ created: 1 });
    expect(subjects()).toEqual(['Mine']);
    await settled();
  });

  it('of an edit is done again: the value of the other side travels once more', async () => {
    const { mailbox, run, hands, names, changeAgain, settled } = await stage();
    mailbox.createEvent('default', timed('Before'));
    await run();
    mailbox.updateEvent(mailbox.events()[0]?.id ?? '', { subject: 'After' });
    await run();
    const row = hands.log.find((one) => one.op === 'update' && one.field === 'title');
    await hands.undo('change', row?.id ?? 0);
    expect(names()).toEqual(['Before']);
    expect(hands.log.find(({ id }) => id === row?.id)?.undone).toBeDefined();
    await settled();
    expect(await changeAgain(row?.id ?? 0)).toMatchObject({ updated: 1 });
    expect(names()).toEqual(['After']);
    await settled();
  });

  it('and then undone once more is in effect again, and says so', async () => {
    const { mailbox, run, hands, names } = await stage();
    mailbox.createEvent('default', timed('Before'));
    await run();
    mailbox.updateEvent(mailbox.events()[0]?.id ?? '', { subject: 'After' });
    await run();
    const id = hands.log.find((one) => one.op === 'update' && one.field === 'title')?.id;
    await hands.undoLastRun();
    await hands.undoLastRun();
    expect(names()).toEqual(['After']);
    expect(hands.log.find((one) => one.id === id)?.undone).toBeUndefined();
  });

  it('is not undone twice', async () => {
    const { mailbox, run, hands } = await stage();
    mailbox.createEvent('default', timed('One'));
    await run();
    const first = hands.log.find((one) => one.op === 'create')?.run ?? '';
    expect(await hands.undo('run', first)).toEqual({ undone: 1, skipped: [] });
    expect(await hands.undo('run', first)).toEqual({ undone: 0, skipped: [] });
  });
});

describe('what has ended', () => {
  it('as its record was deleted gets a record of its own again, though a marker names the old one', async () => {
    const { anna, espo, mailbox, run, names, ended, again, settled } = await stage('outlookToEspo');
    mailbox.createEvent('default', timed('Stays'));
    await run();
    anna.remove('Meeting', String(espo.dump('Meeting')[0]?.id));
    await run();
    expect([names(), (await ended()).length]).toEqual([[], 1]);
    expect(await again()).toMatchObject({ created: 1 });
    expect(names()).toEqual(['Stays']);
    await settled();
  });

  it('as an event made for a record that is gone becomes a record', async () => {
    const { anna, espo, browser, run, names, ended, again, settled } = await stage();
    anna.create('Meeting', meeting('Made in EspoCRM', anna.id));
    for (const name of ['A', 'B', 'C']) anna.create('Meeting', meeting(name, anna.id, '2026-12-03'));
    await run();
    browser.settings = { ...browser.settings, direction: 'outlookToEspo' };
    anna.remove('Meeting', String(espo.dump('Meeting').find((row) => row['name'] === 'Made in EspoCRM')?.id));
    await run();
    expect(await ended()).toHaveLength(1);
    expect(await again()).toMatchObject({ created: 1 });
    expect(names()).toEqual(['A', 'B', 'C', 'Made in EspoCRM']);
    await settled();
  });

  it('by being taken apart is linked again without a write', async () => {
    const { anna, mailbox, run, hands, ended, again, settled } = await stage();
    mailbox.createEvent('default', timed('Twin'));
    anna.create('Meeting', meeting('Twin', anna.id));
    expect(await run()).toMatchObject({ linked: 1 });
    await hands.undoLastRun();
    expect(await ended()).toHaveLength(1);
    expect(await again()).toMatchObject({ created: 0, updated: 0, removed: 0 });
    expect(await ended()).toEqual([]);
    await settled();
  });

  it('on both sides is nobody’s question: nothing of it stands', async () => {
    const { mailbox, run, names, ended } = await stage();
    for (const name of ['One', 'A', 'B', 'C', 'D', 'E']) mailbox.createEvent('default', timed(name));
    await run();
    mailbox.deleteEvent(mailbox.events().find((e) => e.subject === 'One')?.id ?? '');
    await run();
    expect(names()).toEqual(['A', 'B', 'C', 'D', 'E']);
    expect(await ended()).toEqual([]);
  });

  it('and whose event is deleted later is not listed any more', async () => {
    const { anna, espo, mailbox, run, ended } = await stage('outlookToEspo');
    mailbox.createEvent('default', timed('Stays'));
    await run();
    anna.remove('Meeting', String(espo.dump('Meeting')[0]?.id));
    await run();
    expect(await ended()).toHaveLength(1);
    mailbox.deleteEvent(mailbox.events()[0]?.id ?? '');
    await run();
    expect(await ended()).toEqual([]);
  });

  it('may not be seen now: no second one is made beside it', async () => {
    const { anna, espo, mailbox, run, hands, names, ended, again } = await stage();
    mailbox.createEvent('default', timed('Twin'));
    const id = String(anna.create('Meeting', meeting('Twin', anna.id)).id);
    await run();
    await hands.undoLastRun();
    espo.faults.push({ match: (request) => request.url.includes(id), status: 403, times: 9 });
    expect(await again()).toMatchObject({ created: 0 });
    expect([names(), (await ended()).length]).toEqual([['Twin'], 1]);
  });
});
