/** A browser that remembers nothing, and what was changed meanwhile: asked about before it is made again (rule 2). */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { giveAnswer } from '../../src/background/sync/person/answers.ts';
import { listNeeds } from '../../src/background/sync/person/needs.ts';
import type { Direction } from '../../src/shared/settings.ts';
import { Browser } from './company.ts';
import { scene, timed } from './scene.ts';

async function renamed(direction: Direction = 'both') {
  const one = await scene();
  const { mailbox, company, login, anna, espo } = one;
  const event = mailbox.createEvent('default', timed('Kick-off', '2026-12-01'));
  mailbox.createEvent('default', timed('Review', '2026-12-02'));
  await one.run();
  mailbox.updateEvent(event.immutableId, { subject: 'Kick-off with Acme' });
  const review = espo.dump('Meeting').find(({ name }) => name === 'Review');
  anna.update('Meeting', review?.id ?? '', { dateStart: '2026-12-02 15:00:00', dateEnd: '2026-12-02 16:00:00' });
  const browser = new Browser(company, login, { settings: { direction } });
  const run = () => {
    company.world.advance(60_000);
    return browser.run();
  };
  const needs = async () => listNeeds(browser.store, (await browser.engine()).policy);
  const settled = async () => {
    for (let i = 0; i < 3; i += 1) expect(writesOf(await run())).toBe(0);
  };
  return { mailbox, espo, run, needs, settled, store: browser.store, records: () => espo.dump('Meeting') };
}

describe('a re-install, and one event was renamed and one record was moved meanwhile', () => {
  it.each(['both', 'outlookToEspo', 'espoToOutlook'] as const)(
    'makes neither again, but asks (%s)',
    async (direction) => {
      const { run, needs, settled, mailbox, records } = await renamed(direction);
      await run();
      expect(records()).toHaveLength(2);
      expect(mailbox.events()).toHaveLength(2);
      const asked = (await needs()).map(({ reason, title, actions, choices }) => [
        reason,
        title,
        actions,
        choices.length,
      ]);
      expect(asked.map(([reason]) => reason)).toEqual(['sameMeeting', 'sameMeeting']);
      expect(asked.map(([, , actions]) => actions)).toEqual([
        ['link', 'apply'],
        ['link', 'apply'],
      ]);
      await settled();
      expect(await needs()).toHaveLength(2);
    },
  );

  it('links them when the user says so, and what differs is merged', async () => {
    const { run, needs, settled, store, mailbox, records } = await renamed();
    await run();
    for (const { id, choices } of await needs())
      await giveAnswer(store, { id, action: 'link', choice: choices[0]?.ref ?? '' });
    await run();
    await run();
    expect(await needs()).toEqual([]);
    expect(records()).toHaveLength(2);
    expect(mailbox.events()).toHaveLength(2);
    expect(await store.linksInState('active')).toHaveLength(2);
    await settled();
  });

  it('keeps both when the user says so: each gets its other half', async () => {
    const { run, needs, settled, store, mailbox, records } = await renamed();
    await run();
    for (const { id } of await needs()) await giveAnswer(store, { id, action: 'apply', choice: '' });
    for (let i = 0; i < 3; i += 1) await run();
    expect(await needs()).toEqual([]);
    expect(records()).toHaveLength(4);
    expect(mailbox.events()).toHaveLength(4);
    await settled();
  });
});
