import { describe, expect, it } from 'vitest';
import { settingsAnswered } from '../../src/background/app/kept/choices.ts';
import type { NeedsItem } from '../../src/shared/needs.ts';
import { asked } from '../surface/english.ts';
import { buttons, Hands } from './hands.ts';
import { meeting, scene, timed } from './scene.ts';

/** Anna, and what she is asked about what is gone; she chooses as on the page. */
async function stage() {
  const here = await scene();
  const { browser, run, company } = here;
  const hands = new Hands(browser);
  const choose = async (item: NeedsItem, choice: string) => {
    expect(item.actions.map(({ action }) => action)).toContain('choose');
    expect(item.choices.map(({ id }) => id)).toContain(choice);
    const settings = settingsAnswered(browser.settings, { id: item.id, action: 'choose', choice }, new Map());
    browser.settings = settings ?? browser.settings;
    await run();
  };
  /** What the page does when it is opened, and each run after a day. */
  const lookAround = () => browser.store.commit({ cursors: { remove: ['surroundings'] } });
  const { control } = company.graph;
  return { ...here, hands, choose, lookAround, control };
}

describe('the Main Calendar that is deleted', () => {
  async function chosenAndDeleted() {
    const here = await stage();
    const { mailbox, browser, anna, run } = here;
    const work = mailbox.addCalendar({ name: 'Work' });
    browser.settings = { ...browser.settings, mainCalendar: work.id };
    mailbox.createEvent('default', timed('Marriage counselling', '2026-12-02'));
    mailbox.createEvent(work.id, timed('From Outlook', '2026-12-03'));
    anna.create('Meeting', meeting('From EspoCRM', anna.id, '2026-12-04'));
    await run();
    expect(here.names()).toEqual(['From EspoCRM', 'From Outlook']);
    mailbox.removeCalendar(work.id);
    anna.create('Meeting', meeting('New', anna.id, '2026-12-05'));
    return { ...here, work };
  }

  it('is not replaced: nothing is read or written for it, and one question names it', async () => {
    const { run, hands, names, subjects, browser, settled, anna, espo } = await chosenAndDeleted();
    await run();
    await run();
    expect(names()).toEqual(['From EspoCRM', 'From Outlook', 'New']);
    expect(subjects()).toEqual(['Marriage counselling']);
    const item = await hands.need();
    expect(item).toMatchObject({
      reason: 'choiceGone',
      title: 'Work',
      actions: buttons('choose'),
      side: 'outlook',
    });
    expect(item.choices.map(({ title }) => title)).toEqual(['Calendar']);
    const waiting = await browser.store.seenWithReason('choiceGone', 9);
    expect(waiting.map(({ title }) => title)).toEqual(['New']);
    expect((await browser.store.linksInState('asleep')).map(({ reason }) => reason)).toEqual([
      'calendarGone',
      'calendarGone',
    ]);
    anna.update('Meeting', espo.dump('Meeting')[0]?.id ?? '', { name: 'Renamed' });
    await settled();
  });

  it('goes on with the one that is chosen on the spot', async () => {
    const { run, hands, names, subjects, choose, mailbox, settled } = await chosenAndDeleted();
    await run();
    await choose(await hands.need(), mailbox.calendar().id);
    expect(subjects()).toEqual(['Marriage counselling', 'New']);
    expect(names()).toContain('Marriage counselling');
    await settled();
  });

  it('and made again under its name is another one: that is asked, too', async () => {
    const { run, hands, subjects, choose, mailbox, settled } = await chosenAndDeleted();
    const again = mailbox.addCalendar({ name: 'Work' });
    mailbox.createEvent(again.id, timed('In the new one', '2026-12-06'));
    await run();
    await run();
    expect(subjects(again.id)).toEqual(['In the new one']);
    const item = await hands.need();
    expect(item.choices.map(({ title }) => title)).toEqual(['Calendar', 'Work']);
    await choose(item, again.id);
    expect(subjects(again.id)).toEqual(['In the new one', 'New']);
    await settled();
  });

  it('is told at once, without a look at all calendars in between', async () => {
    const { run, hands } = await chosenAndDeleted();
    await run();
    expect(await hands.need()).toMatchObject({ reason: 'choiceGone', title: 'Work' });
  });

  it('is unknown, not gone, while nobody can say which calendars there are', async () => {
    const { run, hands, control, browser } = await chosenAndDeleted();
    const lift = control.breakCalendarList({ status: 500 });
    expect((await run()).parts).toMatchObject([{ name: 'Work' }]);
    expect(await hands.needs()).toEqual([]);
    expect(await browser.store.linksInState('active')).toHaveLength(2);
    lift();
    await run();
    expect(await hands.need()).toMatchObject({ reason: 'choiceGone' });
  });

  it('whose folder has another id now keeps its links once it is chosen again', async () => {
    const here = await stage();
    const { mailbox, browser, anna, run, hands, choose, settled, names } = here;
    const work = mailbox.addCalendar({ name: 'Work' });
    browser.settings = { ...browser.settings, mainCalendar: work.id };
    mailbox.createEvent(work.id, timed('From Outlook', '2026-12-03'));
    anna.create('Meeting', meeting('From EspoCRM', anna.id, '2026-12-04'));
    await run();
    const { id } = mailbox.renewCalendarId(work.id);
    await run();
    await run();
    await choose(await hands.need(), id);
    expect(await browser.store.linksInState('active')).toHaveLength(2);
    expect(names()).toEqual(['From EspoCRM', 'From Outlook']);
    expect(mailbox.events()).toHaveLength(2);
    await settled();
  });
});

describe('the Main Calendar that was never chosen', () => {
  it('is the default one as it was first met: when the mailbox calls another one its default, it is asked about', async () => {
    const { run, hands, mailbox, anna, names, subjects, choose, lookAround, settled, browser } = await stage();
    const first = mailbox.calendar().id;
    const private_ = mailbox.addCalendar({ name: 'Private' });
    mailbox.createEvent(first, timed('From Outlook', '2026-12-03'));
    await run();
    mailbox.makeDefault(private_.id);
    mailbox.createEvent(private_.id, timed('Marriage counselling', '2026-12-02'));
    mailbox.createEvent(first, timed('Later', '2026-12-04'));
    anna.create('Meeting', meeting('New', anna.id, '2026-12-05'));
    await lookAround();
    await run();
    await run();
    expect(names()).toEqual(['From Outlook', 'New']);
    expect(subjects(private_.id)).toEqual(['Marriage counselling']);
    // It is there: its links wait as they are.
    expect(await browser.store.linksInState('active')).toHaveLength(1);
    const item = await hands.need();
    expect(item).toMatchObject({ reason: 'choiceGone', title: 'Calendar' });
    await settled();
    await choose(item, first);
    expect(names()).toEqual(['From Outlook', 'Later', 'New']);
    expect(subjects(first)).toEqual(names());
    await settled();
  });

  it('is the same when the mailbox was moved and every calendar has another id', async () => {
    const { run, hands, mailbox, names, lookAround, settled } = await stage();
    mailbox.addCalendar({ name: 'Private' });
    mailbox.createEvent('default', timed('From Outlook', '2026-12-03'));
    await run();
    mailbox.moveMailbox();
    await lookAround();
    await run();
    await run();
    expect(await hands.needs()).toEqual([]);
    mailbox.createEvent('default', timed('Later', '2026-12-04'));
    await run();
    expect(names()).toEqual(['From Outlook', 'Later']);
    await settled();
  });
});

describe('an Other calendar that is deleted', () => {
  it('is named once, whatever stood in it, and the rest goes on', async () => {
    const { run, hands, mailbox, anna, browser, names, settled } = await stage();
    const team = mailbox.addCalendar({ name: 'Team' });
    browser.settings = { ...browser.settings, otherCalendars: [team.id] };
    for (let i = 1; i < 4; i += 1) mailbox.createEvent(team.id, timed(`E${i}`, `2026-12-0${i}`));
    await run();
    mailbox.removeCalendar(team.id);
    anna.create('Meeting', meeting('New', anna.id, '2026-12-05'));
    await run();
    await run();
    expect(mailbox.events().map((event) => event.subject)).toEqual(['New']);
    const item = await hands.need();
    expect(item).toMatchObject({ reason: 'choiceGone', title: 'Team', actions: buttons('discard', 'remove') });
    expect(asked(item)).toContain('3 records');
    await hands.press('discard');
    const settings = settingsAnswered(browser.settings, { id: item.id, action: 'discard', choice: '' }, new Map());
    expect(settings?.otherCalendars).toEqual([]);
    browser.settings = settings ?? browser.settings;
    await run();
    expect(await hands.needs()).toEqual([]);
    expect(names()).toEqual(['E1', 'E2', 'E3', 'New']);
    await settled();
  });
});

describe('the Default Entity', () => {
  const ROLE = 'Sales full';

  it('that the role gives no access to any more is not replaced: what would become it waits', async () => {
    const { run, hands, mailbox, espo, company, browser, lookAround, choose, settled } = await stage();
    mailbox.createEvent('default', timed('Before', '2026-12-02'));
    await run();
    const data = company.espo.core.rows('Role').find((row) => row['name'] === ROLE)?.['data'] as Record<
      string,
      boolean
    >;
    espo.addRole(ROLE, { data: { ...data, Meeting: false } });
    mailbox.createEvent('default', timed('Lunch', '2026-12-03'));
    mailbox.createEvent('default', timed('Call: Bob', '2026-12-04'));
    await lookAround();
    await run();
    await run();
    expect(espo.dump('Call').map((row) => row['name'])).toEqual(['Bob']);
    expect(espo.dump('Meeting')).toHaveLength(1);
    const waiting = await browser.store.seenWithReason('choiceGone', 9);
    expect(waiting.map(({ title }) => title)).toEqual(['Lunch']);
    const item = (await hands.needs()).find(({ reason }) => reason === 'choiceGone');
    expect(item).toMatchObject({ title: 'Meeting', actions: buttons('choose'), side: 'espo' });
    expect(item?.choices.map(({ title }) => title)).not.toContain('Meeting');
    await choose(item as NeedsItem, 'Call');
    expect(browser.settings.entities[0]).toEqual({ type: 'Meeting', label: 'Meeting' });
    expect(espo.dump('Call').map((row) => row['name'])).toContain('Lunch');
    espo.addRole(ROLE, { data });
    await settled();
  });

  it('that is given back goes on by itself', async () => {
    const { run, hands, mailbox, espo, company, lookAround, names, settled } = await stage();
    const data = company.espo.core.rows('Role').find((row) => row['name'] === ROLE)?.['data'] as Record<
      string,
      boolean
    >;
    await run();
    espo.addRole(ROLE, { data: { ...data, Meeting: false } });
    mailbox.createEvent('default', timed('Lunch', '2026-12-03'));
    await lookAround();
    await run();
    expect(await hands.needs()).toMatchObject([{ reason: 'choiceGone' }]);
    espo.addRole(ROLE, { data });
    await lookAround();
    await run();
    expect(names()).toEqual(['Lunch']);
    expect(await hands.needs()).toEqual([]);
    await settled();
  });
});
