/** What waits for a person: bulk deletions, mails, refused records. */
import { describe, expect, it } from 'vitest';
import { applyHeld, discardHeld, holdId } from '../../src/background/sync/person/answer-row.ts';
import { scene, timed } from './scene.ts';

describe('what waits for a person', () => {
  it('a bulk deletion is held with its numbers, over runs, until it is applied', async () => {
    const { company, browser, mailbox, anna } = await scene();
    for (let i = 0; i < 12; i += 1)
      anna.create('Meeting', {
        name: `M${i}`,
        dateStart: `2026-12-${10 + i} 10:00:00`,
        dateEnd: `2026-12-${10 + i} 11:00:00`,
        assignedUserId: anna.id,
      });
    await browser.run();
    for (const row of company.espo.control.dump('Meeting').slice(0, 6)) anna.remove('Meeting', String(row.id));
    for (let i = 0; i < 2; i += 1) {
      company.world.advance(600_000);
      expect(await browser.run()).toMatchObject({ removed: 0, held: 6 });
    }
    const [hold] = await browser.store.holds();
    expect(hold).toMatchObject({ count: 6, of: 12, state: 'waiting' });
    await applyHeld(browser.store, holdId(hold?.id ?? ''));
    company.world.advance(600_000);
    expect(await browser.run()).toMatchObject({ removed: 6, held: 0 });
    expect(mailbox.events()).toHaveLength(6);
    company.world.advance(600_000);
    expect(await browser.run()).toMatchObject({ removed: 0, held: 0 });
  });

  it('a discarded one stays discarded, and both sides stay as they are', async () => {
    const { company, browser, mailbox, anna } = await scene();
    for (let i = 0; i < 4; i += 1)
      anna.create('Meeting', {
        name: `M${i}`,
        dateStart: `2026-12-${10 + i} 10:00:00`,
        dateEnd: `2026-12-${10 + i} 11:00:00`,
        assignedUserId: anna.id,
      });
    await browser.run();
    for (const row of company.espo.control.dump('Meeting')) anna.remove('Meeting', String(row.id));
    company.world.advance(600_000);
    expect(await browser.run()).toMatchObject({ held: 4 });
    await discardHeld(browser.store, holdId((await browser.store.holds())[0]?.id ?? ''));
    for (let i = 0; i < 2; i += 1) {
      company.world.advance(600_000);
      expect(await browser.run()).toMatchObject({ created: 0, removed: 0, held: 0 });
    }
    expect(mailbox.events()).toHaveLength(4);
  });

  it('a change to a meeting with attendees, which would mail them', async () => {
    const { company, browser, mailbox, anna } = await scene();
    const made = mailbox.createEvent('default', {
      ...timed('With Bob'),
      attendees: [{ type: 'required', emailAddress: { address: 'bob@customer.example', name: 'Bob' } }],
    });
    await browser.run();
    const mails = company.graph.control.mails.length;
    company.world.advance(60_000);
    const record = company.espo.control.dump('Meeting')[0];
    anna.update('Meeting', String(record?.id), { name: 'With Bob, renamed' });
    company.world.advance(60_000);
    expect(await browser.run()).toMatchObject({ updated: 0, held: 1 });
    expect(company.graph.control.mails).toHaveLength(mails);
    const [row] = await browser.store.plan();
    expect(row).toMatchObject({ reason: 'wouldMail' });
    await applyHeld(browser.store, row?.id ?? '');
    expect(await browser.run()).toMatchObject({ updated: 1 });
    expect(mailbox.events().find((e) => e.immutableId === made.immutableId)?.subject).toBe('With Bob, renamed');
  });

  it('a record that the server refuses does not stop the others and is not sent again', async () => {
    const { company, browser, mailbox } = await scene();
    company.espo.control.addField('Meeting', 'cBudget', { type: 'varchar', required: true } as never);
    mailbox.createEvent('default', timed('Refused'));
    mailbox.createEvent('default', timed('Call: Fine', '2026-12-03'));
    expect(await browser.run()).toMatchObject({ created: 1, refused: 1 });
    const posts = () => company.espo.control.log.filter((e) => e.method === 'POST').length;
    const before = posts();
    company.world.advance(600_000);
    expect(await browser.run()).toMatchObject({ created: 0, refused: 0, held: 1 });
    expect(posts()).toBe(before);
  });
});
