/** Another EspoCRM user signs in on the browser that synced a mailbox for somebody else (DESIGN 3.4). */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { Browser } from './company.ts';
import { meeting, scene, timed } from './scene.ts';

const all = { create: 'yes', read: 'all', edit: 'all', delete: 'all', stream: 'all' };
const own = { create: 'yes', read: 'own', edit: 'own', delete: 'own', stream: 'own' };

async function twoUsers(scope: typeof all) {
  const one = await scene();
  const { company, espo, anna, mailbox } = one;
  for (let i = 0; i < 11; i += 1) anna.create('Meeting', meeting(`Record ${i}`, anna.id, `2026-12-${11 + i}`));
  for (let i = 0; i < 3; i += 1) mailbox.createEvent('default', timed(`Event ${i}`, `2026-12-0${1 + i}`));
  await one.run();
  espo.addRole('Sales', { data: { Meeting: scope, Call: scope }, assignmentPermission: 'all' });
  espo.addUser({ userName: 'carl', lastName: 'Carl', password: 'secret12345', role: 'Sales' });
  const login = { userName: 'carl', token: await company.token('carl', 'secret12345') };
  // Another pair: the same mailbox, another user.
  const carl = new Browser(company, login, { settings: { direction: 'both' } });
  const run = () => {
    company.world.advance(60_000);
    return carl.run();
  };
  return { ...one, carl, runAsCarl: run };
}

describe.each([
  ['may read the first one’s records', all],
  ['may not read them', own],
])('another EspoCRM user, who %s', (_, scope) => {
  it('leaves the events of the first one’s records alone, and says whose they are', async () => {
    const { carl, runAsCarl, mailbox } = await twoUsers(scope);
    const before = mailbox.events().length;
    for (let i = 0; i < 3; i += 1) await runAsCarl();
    expect(mailbox.events()).toHaveLength(before);
    expect(await carl.store.holds()).toEqual([]);
    expect(await carl.store.seenWithReason('othersRecord', 100)).toHaveLength(11);
    expect(await carl.store.linksInState('lostAccess')).toEqual([]);
    expect(writesOf(await runAsCarl())).toBe(0);
  });

  it('gives the first one everything back as it was', async () => {
    const { runAsCarl, run, settled, mailbox, espo, anna } = await twoUsers(scope);
    const events = mailbox.events().map(({ immutableId, subject }) => `${immutableId} ${subject}`);
    const mine = () => espo.dump('Meeting').filter(({ assignedUserId }) => assignedUserId === anna.id);
    const records = mine().map(({ id, name }) => `${id} ${name}`);
    for (let i = 0; i < 2; i += 1) await runAsCarl();
    expect(writesOf(await run())).toBe(0);
    await settled();
    expect(mailbox.events().map(({ immutableId, subject }) => `${immutableId} ${subject}`)).toEqual(events);
    expect(mine().map(({ id, name }) => `${id} ${name}`)).toEqual(records);
  });
});

describe.each(['both', 'espoToOutlook'] as const)('another EspoCRM user, %s', (direction) => {
  it('whose own record looks like the one that an event was made for, leaves that event alone', async () => {
    const { carl, runAsCarl, run, espo, mailbox, browser } = await twoUsers(own);
    carl.settings = { ...carl.settings, direction };
    const made = mailbox.events().find(({ subject }) => subject === 'Record 0');
    const standing = () => mailbox.events().find(({ id }) => id === made?.id)?.subject;
    const hands = espo.act('carl');
    const { id } = hands.create('Meeting', meeting('Record 0', hands.id, '2026-12-11'));
    for (let i = 0; i < 3; i += 1) await runAsCarl();
    const linked = (await carl.store.linksInState('active')).map(({ outlookId }) => outlookId);
    expect(linked).not.toContain(made?.immutableId);
    hands.update('Meeting', id, { name: 'Record of Carl' });
    for (let i = 0; i < 3; i += 1) await runAsCarl();
    expect(standing()).toBe('Record 0');
    hands.remove('Meeting', id);
    for (let i = 0; i < 3; i += 1) await runAsCarl();
    expect(standing()).toBe('Record 0');
    for (let i = 0; i < 3; i += 1) await run();
    expect(await browser.store.plan()).toEqual([]);
  });
});
