/** EspoCRM's status chooses a category of the event: told once for each status, beside the others, never where it could mail anybody. */
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/shared/settings.ts';
import { DAY } from '../../src/shared/time.ts';
import { meetingScene } from './meeting-scene.ts';
import { meeting, timed } from './scene.ts';

async function stage(settings: Partial<Settings> = {}) {
  const here = await meetingScene({ heldCategory: 'Grey', notHeldCategory: 'Crossed', ...settings });
  const me = here.espo.user('anna').id;
  const make = (name: string, more: Record<string, unknown> = {}) =>
    here.anna.create('Meeting', { ...meeting(name, me), ...more }).id;
  const categories = (name: string) => here.event(name)?.['categories'] ?? [];
  return { ...here, make, categories };
}

describe('the category of a status', () => {
  it('comes when the record says so, in one run, beside the others, and stays off when it is taken off', async () => {
    const { make, run, anna, categories, mailbox, event, settled, mails } = await stage({ linkedCategory: 'EspoCRM' });
    const id = make('Made');
    await run();
    expect(categories('Made')).toEqual(['EspoCRM']);
    anna.update('Meeting', id, { status: 'Held' });
    await run();
    expect(categories('Made')).toEqual(['EspoCRM', 'Grey']);
    await settled();
    mailbox.updateEvent(event('Made')?.immutableId ?? '', { categories: ['Mine'] });
    await settled();
    anna.update('Meeting', id, { description: 'Was good' });
    await run();
    await settled();
    expect(categories('Made')).toEqual(['Mine']);
    anna.update('Meeting', id, { status: 'Not Held' });
    await run();
    expect(categories('Made')).toEqual(['Mine', 'Crossed']);
    await settled();
    expect(mails).toEqual([]);
  });

  it('comes with the event of a record that says it already, and to both of two that are due', async () => {
    const { make, run, categories, settled, mailbox, anna, record } = await stage({ linkedCategory: 'EspoCRM' });
    make('Over', { status: 'Held' });
    await run();
    expect(categories('Over')).toEqual(['EspoCRM', 'Grey']);
    await settled();
    anna.remove('Meeting', String(record().id));
    await run();
    mailbox.createEvent('default', timed('There', '2026-12-02'));
    await run();
    await settled();
    expect(categories('There')).toEqual(['EspoCRM']);
  });

  it('comes where the sync itself says that a meeting was held', async () => {
    const { run, mailbox, company, categories, settled, record } = await stage({ markHeld: true });
    mailbox.createEvent('default', timed('There', '2026-11-24'));
    await run();
    await run();
    company.world.advance(4 * DAY);
    await run();
    expect(record()).toMatchObject({ status: 'Held' });
    expect(categories('There')).toEqual(['Grey']);
    await settled();
  });

  it('comes to what was there before it was chosen, and not where none is chosen', async () => {
    const { make, run, categories, browser, settled } = await stage({ heldCategory: '', notHeldCategory: '' });
    make('Over', { status: 'Held' });
    await run();
    await settled();
    expect(categories('Over')).toEqual([]);
    browser.settings = { ...browser.settings, heldCategory: 'Grey' };
    await run();
    expect(categories('Over')).toEqual(['Grey']);
    await settled();
  });

  it('never comes to an event with attendees, nor where nothing is written to Outlook', async () => {
    const { run, mailbox, anna, categories, record, settled, mails, browser } = await stage();
    const attendees = [{ type: 'required', emailAddress: { address: 'x@y.example', name: 'X' } }];
    mailbox.createEvent('default', { ...timed('With guests'), attendees });
    await run();
    await run();
    const sent = mails.length;
    anna.update('Meeting', String(record().id), { status: 'Held' });
    await run();
    await settled();
    expect(categories('With guests')).toEqual([]);
    expect(mails).toHaveLength(sent);
    browser.settings = { ...browser.settings, direction: 'outlookToEspo' };
    mailbox.createEvent('default', timed('One way', '2026-12-03'));
    await run();
    await run();
    anna.update('Meeting', String(record().id), { status: 'Not Held' });
    await settled();
    expect(categories('One way')).toEqual([]);
  });
});
