import { describe, expect, it } from 'vitest';
import { Browser } from './company.ts';
import { meeting, scene, timed } from './scene.ts';

/** A browser that was installed anew, where the entity has the optional field for the key. */
async function stage() {
  const here = await scene();
  const { company, login, mailbox, espo, run } = here;
  espo.addField('Meeting', 'cOutlookUid');
  const again = async (settings: Partial<Browser['settings']> = {}) => {
    const browser = new Browser(company, login, { settings: { direction: 'both', ...settings } });
    for (let i = 0; i < 3; i += 1) await browser.run();
    const leftOut = (await browser.store.seenWithReason('eventElsewhere', 9)).map(({ title }) => title);
    return { browser, leftOut };
  };
  const other = mailbox.addCalendar({ name: 'Customers' });
  here.browser.settings = { ...here.browser.settings, otherCalendars: [other.id] };
  mailbox.createEvent(other.id, timed('Visit'));
  await run();
  expect(here.names()).toEqual(['Visit']);
  return { ...here, other, again };
}

describe('a record that was made from an event gets no second one', () => {
  it('where the event stands in a calendar that is not chosen again; once it is, they are linked', async () => {
    const { again, subjects, names, other } = await stage();
    const { browser, leftOut } = await again();
    expect(leftOut).toEqual(['Visit']);
    expect(subjects()).toEqual(['Visit']);
    browser.settings = { ...browser.settings, otherCalendars: [other.id] };
    await browser.run();
    expect(await browser.store.linksInState('active')).toHaveLength(1);
    expect([subjects(), names()]).toEqual([['Visit'], ['Visit']]);
  });

  it('where it was deleted in between: the record is what is kept', async () => {
    const { again, subjects, names, other, mailbox } = await stage();
    mailbox.deleteEvent(mailbox.events(other.id)[0]?.id ?? '');
    const { leftOut } = await again({ otherCalendars: [other.id] });
    expect(leftOut).toEqual(['Visit']);
    expect([subjects(), names()]).toEqual([[], ['Visit']]);
  });

  it('where it was moved to before Sync since', async () => {
    const { again, names, other, mailbox, subjects } = await stage();
    mailbox.updateEvent(mailbox.events(other.id)[0]?.id ?? '', timed('Visit', '2026-11-03'));
    const { leftOut } = await again({ otherCalendars: [other.id] });
    expect(leftOut).toEqual(['Visit']);
    expect([subjects(), names()]).toEqual([['Visit'], ['Visit']]);
  });
});

it('a record that was duplicated in EspoCRM, key and all, is a meeting of its own', async () => {
  const { espo, anna, run, subjects, other, mailbox } = await stage();
  const key = espo.dump('Meeting')[0]?.['cOutlookUid'];
  anna.create('Meeting', { ...meeting('Next visit', anna.id, '2026-12-08'), cOutlookUid: key });
  await run();
  expect([mailbox.events(other.id).map(({ subject }) => subject), subjects()]).toEqual([
    ['Visit'],
    ['Next visit', 'Visit'],
  ]);
});
