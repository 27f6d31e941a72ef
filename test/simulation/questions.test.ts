/** Questions under "Needs you": conflicts, several candidates, and answers that wait for a run. */

import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { buttons } from './hands.ts';
import { meeting, timed } from './scene.ts';
import { bob, stage } from './stage.ts';

describe('a conflict, when the user wants to be asked', () => {
  async function conflict() {
    const here = await stage();
    here.browser.settings = { ...here.browser.settings, conflicts: 'ask' };
    here.mailbox.createEvent('default', timed('Base'));
    await here.run();
    here.mailbox.updateEvent(here.eventOf('Base'), { subject: 'From Outlook' });
    here.anna.update('Meeting', here.idOf('Base'), { name: 'From EspoCRM' });
    expect(await here.run()).toMatchObject({ updated: 0, held: 1 });
    return here;
  }

  it('shows both values, with the record', async () => {
    const { hands, idOf } = await conflict();
    expect(await hands.need()).toMatchObject({
      reason: 'conflict',
      side: 'espo',
      title: 'From Outlook',
      actions: buttons('discard', 'fields', 'apply', 'takeEspo'),
      values: [{ field: 'title', outlook: 'From Outlook', espo: 'From EspoCRM' }],
      espo: { there: true, url: `https://crm.example.test/#Meeting/view/${idOf('From EspoCRM')}` },
    });
  });

  it('Apply takes the value of Outlook', async () => {
    const { hands, run, settled, subjects, names } = await conflict();
    await hands.press('apply');
    expect(await hands.needs()).toEqual([]);
    expect(await run()).toMatchObject({ updated: 1, held: 0 });
    expect([subjects(), names()]).toEqual([['From Outlook'], ['From Outlook']]);
    expect(hands.log.at(-1)).toMatchObject({ op: 'update', oldValue: 'From EspoCRM', newValue: 'From Outlook' });
    await settled();
  });

  it('the other button takes the value of EspoCRM, and what it overwrites is in the log', async () => {
    const { hands, run, settled, subjects, names } = await conflict();
    await hands.press('takeEspo');
    expect(await run()).toMatchObject({ updated: 1, held: 0 });
    expect([subjects(), names()]).toEqual([['From EspoCRM'], ['From EspoCRM']]);
    expect(hands.log.at(-1)).toMatchObject({ side: 'outlook', oldValue: 'From Outlook', newValue: 'From EspoCRM' });
    await settled();
  });

  it('Discard leaves both as they are, and does not ask again', async () => {
    const { hands, settled, subjects, names } = await conflict();
    await hands.press('discard');
    await settled();
    expect([subjects(), names()]).toEqual([['From Outlook'], ['From EspoCRM']]);
    expect(await hands.needs()).toEqual([]);
  });

  it('another edit after the answer is another question', async () => {
    const { hands, run, anna, idOf, names } = await conflict();
    await hands.press('takeEspo');
    anna.update('Meeting', idOf('From EspoCRM'), { location: 'Room 1' });
    expect(await run()).toMatchObject({ held: 0 });
    expect(names()).toEqual(['From EspoCRM']);
  });
});

describe('several records that could be the same meeting', () => {
  async function twins() {
    const here = await stage();
    const { anna, mailbox, run } = here;
    for (const text of ['first', 'second']) anna.create('Meeting', { ...meeting('Twin', anna.id), description: text });
    mailbox.createEvent('default', timed('Twin'));
    expect(await run()).toMatchObject({ created: 0, linked: 0, held: 1 });
    return here;
  }

  it('links the one that is chosen, and syncs the other by itself', async () => {
    const { hands, run, settled, mailbox, espo, browser } = await twins();
    const { choices } = await hands.need();
    expect(choices).toMatchObject([
      { title: 'Twin', place: 'Meeting', madeAt: expect.any(Number) },
      { title: 'Twin', place: 'Meeting' },
    ]);
    await hands.press('link', choices[1]?.id);
    await run();
    // The other one looks the same: a person says that it is another meeting.
    expect(await hands.press('apply')).toMatchObject({ reason: 'severalCandidates', side: 'outlook', choices: [] });
    expect(await run()).toMatchObject({ created: 1 });
    const links = await browser.store.linksInState('active');
    expect(links.map((link) => link.espoRef).sort()).toEqual(choices.map(({ id }) => id).sort());
    expect(links.find((link) => link.espoRef === choices[1]?.id)?.origin).toBe('outlook');
    await run();
    await settled();
    expect([mailbox.events().length, espo.dump('Meeting').length]).toEqual([2, 2]);
  });

  it('Apply makes a new one', async () => {
    const { hands, run, espo } = await twins();
    await hands.press('apply');
    expect((await run()).created).toBeGreaterThan(0);
    expect(espo.dump('Meeting')).toHaveLength(3);
  });

  it('Discard leaves the event out', async () => {
    const { hands, run, settled, espo } = await twins();
    await hands.press('discard');
    await run();
    await settled();
    expect(espo.dump('Meeting')).toHaveLength(2);
    expect(await hands.needs()).toEqual([]);
  });

  it('a choice that went away meanwhile is asked anew, or decided', async () => {
    const { hands, run, anna, espo } = await twins();
    const { choices } = await hands.need();
    await hands.press('link', choices[0]?.id);
    anna.remove('Meeting', choices[0]?.id.split('/')[1] ?? '');
    expect(await run()).toMatchObject({ linked: 1, created: 0 });
    expect(espo.dump('Meeting')).toHaveLength(1);
  });
});

describe('answers', () => {
  it('wait for the next run, over a restart, and are taken in once', async () => {
    const { hands, browser, run, mailbox, company, idOf, anna } = await stage();
    mailbox.createEvent('default', { ...timed('With Bob'), attendees: [bob] } as never);
    await run();
    anna.update('Meeting', idOf('With Bob'), { name: 'Renamed' });
    await run();
    await hands.press('apply');
    // The worker dies before, at and after every commit that takes the answer in.
    for (let at = 0; at < 3; at += 1) {
      let left = at;
      await run(() => {
        left -= 1;
        if (left < 0) throw new Error('killed');
      }).catch(() => undefined);
    }
    const mails = company.graph.control.mails.length;
    expect(await run()).toMatchObject({ updated: 1 });
    expect(company.graph.control.mails.length).toBe(mails + 1);
    expect(writesOf(await run())).toBe(0);
    expect(await browser.store.cursorNames('answer|')).toEqual([]);
  });

  it('to a question that is over do nothing', async () => {
    const { hands, run, settled, mailbox, anna, idOf, subjects } = await stage();
    mailbox.createEvent('default', { ...timed('With Bob'), attendees: [bob] } as never);
    await run();
    const id = idOf('With Bob');
    anna.update('Meeting', id, { name: 'Renamed' });
    await run();
    await hands.press('apply');
    anna.update('Meeting', id, { name: 'With Bob' });
    await settled();
    expect(subjects()).toEqual(['With Bob']);
  });
});
