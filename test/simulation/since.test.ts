/** Sync since, set earlier and later, and what is moved across it. */
import { expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { meeting, scene, timed } from './scene.ts';

async function linkedBoth() {
  const place = await scene();
  const { mailbox, anna, run } = place;
  const soon = mailbox.createEvent('default', timed('Soon', '2026-11-25'));
  mailbox.createEvent('default', timed('Later', '2026-12-10'));
  const record = anna.create('Meeting', meeting('Soon in EspoCRM', anna.id, '2026-11-26'));
  await run();
  expect(await place.browser.store.linksInState('active')).toHaveLength(3);
  const since = (syncSince: string) => {
    place.browser.settings = { ...place.browser.settings, syncSince };
  };
  const states = async () => ({
    active: (await place.browser.store.linksInState('active')).length,
    asleep: (await place.browser.store.linksInState('asleep')).map((link) => link.reason),
  });
  return { ...place, soon, record, since, states };
}

it('Sync since moved past linked events lets them sleep: nothing is deleted, nothing travels', async () => {
  const { mailbox, run, espo, since, states, soon, anna, record, settled } = await linkedBoth();
  since('2026-12-01');
  await run();
  expect(await states()).toEqual({ active: 1, asleep: ['beforeSince', 'beforeSince'] });
  mailbox.updateEvent(soon.id, { subject: 'Renamed meanwhile' });
  anna.update('Meeting', record.id, { name: 'Renamed in EspoCRM' });
  await run();
  expect(mailbox.events()).toHaveLength(3);
  expect(
    espo
      .dump('Meeting')
      .map((row) => row['name'])
      .sort(),
  ).toEqual(['Later', 'Renamed in EspoCRM', 'Soon']);
  expect(
    mailbox
      .events()
      .map((event) => event.subject)
      .sort(),
  ).toEqual(['Later', 'Renamed meanwhile', 'Soon in EspoCRM']);
  await settled();
});

it('moved back wakes them, and what was changed meanwhile travels then', async () => {
  const { mailbox, run, espo, since, states, soon, settled } = await linkedBoth();
  since('2026-12-01');
  await run();
  mailbox.updateEvent(soon.id, { subject: 'Renamed meanwhile' });
  await run();
  since('2026-11-23');
  await run();
  await run();
  expect(await states()).toEqual({ active: 3, asleep: [] });
  expect(espo.dump('Meeting').map((row) => row['name'])).toContain('Renamed meanwhile');
  expect(espo.dump('Meeting')).toHaveLength(3);
  await settled();
});

it('an event that sleeps wakes when it is moved into the range again, on either side', async () => {
  const { mailbox, run, since, states, soon, anna, record, settled } = await linkedBoth();
  since('2026-12-01');
  await run();
  mailbox.updateEvent(soon.id, { start: timed('', '2026-12-05').start, end: timed('', '2026-12-05').end });
  anna.update('Meeting', record.id, { dateStart: '2026-12-06 10:00:00', dateEnd: '2026-12-06 11:00:00' });
  await run();
  await run();
  expect(await states()).toEqual({ active: 3, asleep: [] });
  const moved = mailbox.events().find((event) => event.subject === 'Soon in EspoCRM');
  expect(JSON.stringify(moved?.['start'])).toContain('2026-12-06');
  await settled();
});

it('an edit that takes a linked event before Sync since does not stop it', async () => {
  const { mailbox, run, espo, states, soon, settled } = await linkedBoth();
  mailbox.updateEvent(soon.id, { start: timed('', '2026-11-01').start, end: timed('', '2026-11-01').end });
  await run();
  expect((await states()).asleep).toEqual([]);
  expect(espo.dump('Meeting').map((row) => row['dateStart'])).toContain('2026-11-01 10:00:00');
  await settled();
});

it('Sync since set earlier and later loses and doubles nothing', async () => {
  const { run, settled, mailbox, espo, anna, browser } = await scene();
  mailbox.createEvent('default', timed('Old', '2026-11-01'));
  anna.create('Meeting', meeting('Old too', anna.id, '2026-11-02'));
  expect(writesOf(await run())).toBe(0);
  browser.settings = { ...browser.settings, syncSince: '2026-10-15' };
  expect(await run()).toMatchObject({ created: 2 });
  await settled();
  browser.settings = { ...browser.settings, syncSince: '2026-12-15' };
  await settled();
  browser.settings = { ...browser.settings, syncSince: '' };
  await settled();
  expect(espo.dump('Meeting')).toHaveLength(2);
  expect(mailbox.events()).toHaveLength(2);
});
