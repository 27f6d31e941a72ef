/** What waits for a person: bulk deletions, mails, refused records. */

import { describe, expect, it } from 'vitest';
import { applyHeld, discardHeld, holdId } from '../../src/background/sync/person/answer-row.ts';
import { asked } from '../surface/english.ts';
import { buttons } from './hands.ts';
import { meeting, scene, timed } from './scene.ts';
import { bob, eve, stage } from './stage.ts';

/** Meetings of hers, one a day. */
function make(anna: Awaited<ReturnType<typeof scene>>['anna'], count: number): void {
  for (let i = 0; i < count; i += 1)
    anna.create('Meeting', {
      name: `M${i}`,
      dateStart: `2026-12-${10 + i} 10:00:00`,
      dateEnd: `2026-12-${10 + i} 11:00:00`,
      assignedUserId: anna.id,
    });
}

describe('what waits for a person', () => {
  it('a bulk deletion is held with its numbers, over runs, until it is applied', async () => {
    const { company, browser, mailbox, anna } = await scene();
    make(anna, 12);
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
    make(anna, 4);
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

describe('a change that would mail people', () => {
  async function invited(attendees: unknown[]) {
    const here = await stage();
    here.mailbox.createEvent('default', { ...timed('With people'), attendees } as never);
    await here.run();
    here.anna.update('Meeting', here.idOf('With people'), { name: 'Renamed' });
    expect(await here.run()).toMatchObject({ updated: 0, held: 1 });
    return here;
  }

  it('says how many and who, and mails them only when it is applied', async () => {
    const { hands, run, settled, company, subjects } = await invited([bob, eve]);
    const mails = company.graph.control.mails.length;
    expect(asked(await hands.need())).toBe('Outlook would notify 2 people: Bob Ray and eve@customer.example.');
    await hands.press('apply');
    expect(company.graph.control.mails).toHaveLength(mails);
    expect(await run()).toMatchObject({ updated: 1, held: 0 });
    expect(subjects()).toEqual(['Renamed']);
    expect(company.graph.control.mails.length).toBeGreaterThan(mails);
    await settled();
  });

  it('is asked again when somebody else would be mailed, too', async () => {
    const { hands, run, mailbox, eventOf, company } = await invited([bob]);
    await hands.press('apply');
    mailbox.updateEvent(eventOf('With people'), { attendees: [bob, eve] } as never);
    const mails = company.graph.control.mails.length;
    await run();
    expect(asked(await hands.need())).toContain('notify 2 people');
    expect(company.graph.control.mails).toHaveLength(mails);
  });

  it('discarded, both sides stay different and nobody is mailed', async () => {
    const { hands, settled, subjects, names, company } = await invited([bob]);
    const mails = company.graph.control.mails.length;
    await hands.press('discard');
    await settled();
    expect([subjects(), names()]).toEqual([['With people'], ['Renamed']]);
    expect(company.graph.control.mails).toHaveLength(mails);
  });

  it('a bulk that was confirmed is no consent to mail', async () => {
    const here = await stage();
    const { mailbox, anna, run, hands, company } = here;
    for (let i = 0; i < 22; i += 1) anna.create('Meeting', meeting(`M${i}`, anna.id, `2026-12-${10 + (i % 15)}`));
    await run();
    for (const row of here.espo.dump('Meeting').slice(0, 14))
      anna.update('Meeting', String(row.id), { name: `${String(row['name'])} new` });
    expect(await run()).toMatchObject({ updated: 0, held: 14 });
    await hands.press('apply');
    mailbox.updateEvent(here.eventOf('M0'), { attendees: [bob] } as never);
    const mails = company.graph.control.mails.length;
    await run();
    expect(here.subjects().filter((subject) => subject.endsWith(' new'))).toHaveLength(13);
    expect(company.graph.control.mails).toHaveLength(mails);
    expect(await hands.need()).toMatchObject({ reason: 'wouldMail', title: 'M0 new' });
  });

  it('a deletion says whom it would mail; Restore makes the record again instead', async () => {
    const { hands, run, settled, espo, anna, idOf, mailbox, subjects, names } = await stage();
    anna.create('Meeting', meeting('With people', anna.id));
    await run();
    mailbox.updateEvent(mailbox.events()[0]?.id ?? '', { attendees: [bob] } as never);
    await run();
    anna.remove('Meeting', idOf('With people'));
    expect(await run()).toMatchObject({ removed: 0, held: 1 });
    const item = await hands.press('restore');
    expect(asked(item)).toContain('Outlook would notify one person: Bob Ray. An undo makes events again;');
    expect(item).toMatchObject({ side: 'outlook', restores: 'espo' });
    expect(await run()).toMatchObject({ created: 1, removed: 0, held: 0 });
    expect([subjects(), names()]).toEqual([['With people'], ['With people']]);
    await settled();
    expect(espo.dump('Meeting')).toHaveLength(1);
  });
});

describe('a record that the server refuses', () => {
  it('says which field is missing, does not stop the others, and goes through when it is mended', async () => {
    const { hands, run, settled, espo, mailbox, names } = await stage();
    espo.addField('Meeting', 'cBudget', { type: 'varchar', required: true } as never);
    mailbox.createEvent('default', timed('Refused'));
    mailbox.createEvent('default', timed('Call: Fine', '2026-12-03'));
    expect(await run()).toMatchObject({ created: 1, refused: 1 });
    expect(await hands.need()).toMatchObject({ reason: 'refused', side: 'espo', actions: buttons('retry', 'discard') });
    expect(asked(await hands.need())).toContain('cBudget');
    espo.removeField('Meeting', 'cBudget');
    expect(await run()).toMatchObject({ created: 0, held: 1 });
    await hands.press('retry');
    expect(await run()).toMatchObject({ created: 1, held: 0 });
    expect(names()).toEqual(['Refused']);
    await settled();
  });

  it('tried again in vain, it waits again; discarded, it is left out for good', async () => {
    const { hands, run, settled, espo, mailbox } = await stage();
    espo.addField('Meeting', 'cBudget', { type: 'varchar', required: true } as never);
    mailbox.createEvent('default', timed('Refused'));
    await run();
    await hands.press('retry');
    expect(await run()).toMatchObject({ created: 0, refused: 1 });
    await hands.press('discard');
    espo.removeField('Meeting', 'cBudget');
    await settled();
    expect(espo.dump('Meeting')).toEqual([]);
    expect(await hands.needs()).toEqual([]);
  });
});
