/** Events of linked records bear a category where the user wants one: once, beside their others, and never where it could mail anybody. */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { asked } from '../surface/english.ts';
import { meeting, timed } from './scene.ts';
import { bob, stage } from './stage.ts';

async function categorizing(settings: Partial<Settings> = {}) {
  const here = await stage();
  here.browser.settings = { ...here.browser.settings, linkedCategory: 'EspoCRM', ...settings };
  const categoriesOf = (subject: string) => here.mailbox.events().find((e) => e.subject === subject)?.['categories'];
  return { ...here, categoriesOf };
}

describe('the category of synced events', () => {
  it('comes with an event that is made, and to one that was there, beside its others', async () => {
    const { mailbox, anna, run, categoriesOf, hands, settled } = await categorizing();
    anna.create('Meeting', meeting('Made', anna.id));
    mailbox.createEvent('default', { ...timed('There', '2026-12-02'), categories: ['Red', 'Blue'] });
    mailbox.createEvent('default', { ...timed('Bears it', '2026-12-03'), categories: ['espocrm'] });
    await run();
    expect(categoriesOf('Made')).toEqual(['EspoCRM']);
    await run();
    expect(categoriesOf('There')).toEqual(['Red', 'Blue', 'EspoCRM']);
    expect(categoriesOf('Bears it')).toEqual(['espocrm']);
    expect(hands.log.filter(({ field }) => field === 'category')).toMatchObject([{ title: 'There' }]);
    await settled();
  });

  it('is the user’s to take off: it never comes back, nor with another choice', async () => {
    const { mailbox, anna, run, categoriesOf, eventOf, browser, settled } = await categorizing();
    anna.create('Meeting', meeting('Made', anna.id));
    mailbox.createEvent('default', timed('There', '2026-12-02'));
    await run();
    await run();
    for (const name of ['Made', 'There']) mailbox.updateEvent(eventOf(name), { categories: ['Red'] });
    await settled();
    browser.settings = { ...browser.settings, linkedCategory: 'CRM' };
    await settled();
    expect([categoriesOf('Made'), categoriesOf('There')]).toEqual([['Red'], ['Red']]);
  });

  it('is on no event with attendees, of somebody else, of a series, or in a direction that writes nothing there', async () => {
    const { mailbox, run, company, browser, settled } = await categorizing({ recurring: true });
    mailbox.createEvent('default', { ...timed('Guests'), attendees: [bob] });
    mailbox.receiveInvitation(
      { ...timed('Theirs', '2026-12-02'), attendees: [{ emailAddress: { address: 'anna@contoso.example' } }] },
      { name: 'Bob Stone', address: 'bob@fabrikam.example' },
    );
    mailbox.createEvent('default', {
      ...timed('Weekly', '2026-12-03'),
      recurrence: {
        pattern: { type: 'weekly', interval: 1, daysOfWeek: ['thursday'] },
        range: { type: 'numbered', startDate: '2026-12-03', numberOfOccurrences: 3 },
      },
    });
    const before = company.graph.control.mails.length;
    await run();
    await settled();
    expect(mailbox.events().flatMap((event) => event['categories'] as string[])).toEqual([]);
    browser.settings = { ...browser.settings, direction: 'outlookToEspo' };
    mailbox.createEvent('default', timed('Alone', '2026-12-05'));
    await run();
    await settled();
    expect(mailbox.events().flatMap((event) => event['categories'] as string[])).toEqual([]);
    expect(company.graph.control.mails.length).toBe(before);
  });

  it('chosen later comes to what is linked already, many at once only when asked', async () => {
    const { mailbox, run, browser, hands, settled } = await categorizing({ linkedCategory: '' });
    for (let i = 0; i < 30; i += 1) mailbox.createEvent('default', timed(`Event ${i}`, `2026-12-${10 + (i % 15)}`));
    await run();
    await settled();
    browser.settings = { ...browser.settings, linkedCategory: 'EspoCRM' };
    expect(await run()).toMatchObject({ updated: 0, held: 30 });
    expect(asked(await hands.need())).toContain('30 of 30 would be changed in Outlook');
    await hands.press('apply');
    expect(await run()).toMatchObject({ updated: 30, held: 0 });
    expect(mailbox.events().every((event) => String(event['categories']) === 'EspoCRM')).toBe(true);
    await settled();
  });

  it('goes with what else is written to the event, in one request', async () => {
    const { mailbox, anna, run, categoriesOf, idOf, browser, company } = await categorizing({ linkedCategory: '' });
    mailbox.createEvent('default', timed('Old name'));
    await run();
    browser.settings = { ...browser.settings, linkedCategory: 'EspoCRM' };
    anna.update('Meeting', idOf('Old name'), { name: 'New name' });
    const before = company.graph.control.log.length;
    await run();
    expect(categoriesOf('New name')).toEqual(['EspoCRM']);
    const asks = company.graph.control.log.slice(before).flatMap((one) => [one, ...(one.members ?? [])]);
    expect(asks.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it('is given once, wherever the run was killed, and beside what a person gave it meanwhile', async () => {
    const steps: string[] = [];
    for (let kill = 1; kill < 80; kill += 2) {
      const { mailbox, run, categoriesOf, eventOf, settled } = await categorizing();
      mailbox.createEvent('default', timed('There'));
      let step = 0;
      await run((what) => {
        step += 1;
        if (step !== kill) return;
        steps.push(what);
        throw new Error('killed');
      }).catch(() => undefined);
      mailbox.updateEvent(eventOf('There'), { categories: ['Red'] });
      await run();
      await run();
      await settled();
      expect(categoriesOf('There')).toContain('Red');
      if (kill > step) break;
    }
    expect(steps.length).toBeGreaterThan(5);
  });

  it('is none by itself', async () => {
    const { mailbox, anna, run, settled } = await categorizing({ linkedCategory: '' });
    anna.create('Meeting', meeting('Made', anna.id));
    mailbox.createEvent('default', timed('There', '2026-12-02'));
    expect(writesOf(await run())).toBe(2);
    await settled();
    expect(mailbox.events().flatMap((event) => event['categories'] as string[])).toEqual([]);
  });
});
