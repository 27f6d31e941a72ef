/** The main job with every recorded version of EspoCRM: connect, first sync, edits, deletions, undo; then nothing is written. */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { MINUTE } from '../../src/shared/time.ts';
import { VERSIONS } from '../sandbox/espo/versions.ts';
import { Browser } from './company.ts';
import { versionScene } from './version-scene.ts';

const timed = (subject: string, day: string) => ({
  subject,
  start: { dateTime: `${day}T10:00:00`, timeZone: 'UTC' },
  end: { dateTime: `${day}T11:00:00`, timeZone: 'UTC' },
});
const allDay = (subject: string, day: string, until: string) => ({
  subject,
  isAllDay: true,
  start: { dateTime: `${day}T00:00:00`, timeZone: 'UTC' },
  end: { dateTime: `${until}T00:00:00`, timeZone: 'UTC' },
});

describe.each(VERSIONS)('the main job with EspoCRM %s', (version) => {
  it('first sync, edits, deletions; then nothing is written', async () => {
    const { run, settled, rows, mailbox, anna, visit } = await versionScene(version);
    const review = mailbox.createEvent('default', {
      ...timed('  Review <1> ', '2026-12-01'),
      body: { contentType: 'text', content: 'x\r\n' },
    });
    const trip = mailbox.createEvent('default', allDay('Visit: Trip', '2026-12-05', '2026-12-07'));
    mailbox.createEvent('default', timed('Call: Bob', '2026-12-02'));
    const record = anna.create('Meeting', {
      name: 'From Espo ',
      dateStart: '2026-12-03 10:00:00',
      dateEnd: '2026-12-03 11:00:00',
      assignedUserId: anna.id,
      description: ' text ',
    });
    const day = anna.create(visit, {
      name: 'Whole day',
      isAllDay: true,
      dateStartDate: '2026-12-08',
      dateEndDate: '2026-12-08',
      assignedUserId: anna.id,
    });
    expect(await run()).toMatchObject({ created: 5, held: 0, refused: 0, failed: 0, lost: 0 });
    expect(rows(visit).find((r) => r['name'] === 'Trip')).toMatchObject({
      dateStartDate: '2026-12-05',
      dateEndDate: '2026-12-06',
      isAllDay: true,
      dateStart: '2026-12-04 23:00:00',
    });
    expect(rows('Call').map((r) => r['name'])).toEqual(['Bob']);
    await settled();

    // Renamed, on both sides: an all-day record keeps its dates (10.0 wipes them when the flag is missing).
    mailbox.updateEvent(trip.id, { subject: 'Visit: Trip, renamed' });
    anna.update(visit, String(day.id), { name: 'Whole day, renamed', isAllDay: true });
    anna.update('Meeting', String(record.id), {
      name: 'Moved',
      dateStart: '2026-12-04 10:00:00',
      dateEnd: '2026-12-04 10:30:00',
    });
    expect(await run()).toMatchObject({ updated: 3, refused: 0 });
    expect(rows(visit).find((r) => r['name'] === 'Trip, renamed')).toMatchObject({
      dateStartDate: '2026-12-05',
      dateEndDate: '2026-12-06',
    });
    expect(mailbox.events().map((e) => e.subject)).toEqual(
      expect.arrayContaining(['Visit: Whole day, renamed', 'Moved']),
    );
    await settled();

    mailbox.deleteEvent(review.id);
    anna.remove('Meeting', String(record.id));
    expect(await run()).toMatchObject({ removed: 2 });
    expect(rows('Meeting')).toEqual([]);
    expect(mailbox.events()).toHaveLength(3);
    await settled();
  });

  it('an undo takes back an edit, then a deletion, and neither travels', async () => {
    const { run, settled, rows, mailbox, hands, visit } = await versionScene(version);
    const trip = mailbox.createEvent('default', allDay('Visit: Trip', '2026-12-05', '2026-12-07'));
    const review = mailbox.createEvent('default', timed('Review', '2026-12-01'));
    for (const other of ['One', 'Two', 'Three']) mailbox.createEvent('default', timed(other, '2026-12-02'));
    await run();
    mailbox.updateEvent(trip.id, allDay('Visit: Trip', '2026-12-10', '2026-12-11'));
    expect(await run()).toMatchObject({ updated: 1 });
    expect(await hands.undoLastRun()).toMatchObject({ undone: 1, skipped: [] });
    expect(rows(visit)[0]).toMatchObject({
      name: 'Trip',
      isAllDay: true,
      dateStartDate: '2026-12-05',
      dateEndDate: '2026-12-06',
    });
    await settled();
    mailbox.deleteEvent(review.id);
    expect(await run()).toMatchObject({ removed: 1 });
    expect(await hands.undoLastRun()).toMatchObject({ undone: 1, skipped: [{ code: 'newRecord' }] });
    expect(rows('Meeting').filter((row) => row['name'] === 'Review')).toHaveLength(1);
    await settled();
  });

  it('all-day and timed, back and forth, from both sides', async () => {
    const { run, settled, rows, mailbox, anna, visit } = await versionScene(version);
    const event = mailbox.createEvent('default', timed('Event', '2026-12-01'));
    const record = anna.create(visit, {
      name: 'Record',
      dateStart: '2026-12-03 10:00:00',
      dateEnd: '2026-12-03 11:00:00',
      assignedUserId: anna.id,
    });
    await run();
    const meeting = () => rows('Meeting')[0];
    const copy = () => mailbox.events().find((e) => e.subject === 'Visit: Record');

    mailbox.updateEvent(event.id, allDay('Event', '2026-12-10', '2026-12-12'));
    anna.update(visit, String(record.id), {
      isAllDay: true,
      dateStartDate: '2026-12-13',
      dateEndDate: '2026-12-14',
      dateStart: null,
      dateEnd: null,
    });
    expect(await run()).toMatchObject({ updated: 2, refused: 0 });
    expect(meeting()).toMatchObject({ isAllDay: true, dateStartDate: '2026-12-10', dateEndDate: '2026-12-11' });
    expect(copy()).toMatchObject({ isAllDay: true });
    await settled();

    mailbox.updateEvent(event.id, { ...timed('Event', '2026-12-15'), isAllDay: false });
    anna.update(visit, String(record.id), {
      isAllDay: false,
      dateStart: '2026-12-16 10:00:00',
      dateEnd: '2026-12-16 12:00:00',
      dateStartDate: null,
      dateEndDate: null,
    });
    expect(await run()).toMatchObject({ updated: 2, refused: 0 });
    expect(meeting()).toMatchObject({
      isAllDay: false,
      dateStart: '2026-12-15 10:00:00',
      dateEnd: '2026-12-15 11:00:00',
    });
    expect(meeting()?.['dateStartDate'] ?? null).toBeNull();
    expect(copy()).toMatchObject({ isAllDay: false });
    await settled();
  });

  it('after a re-install everything is linked again and nothing is written', async () => {
    const { company, browser, run, mailbox, anna, visit } = await versionScene(version);
    mailbox.createEvent('default', { ...timed('Plain', '2026-12-01'), location: { displayName: 'Room 5' } });
    mailbox.createEvent('default', allDay('Days', '2026-12-05', '2026-12-07'));
    anna.create(visit, {
      name: 'Record',
      dateStart: '2026-12-03 10:00:00',
      dateEnd: '2026-12-03 11:00:00',
      assignedUserId: anna.id,
    });
    await run();
    company.world.advance(MINUTE);
    const token = await company.token('anna', 'Anna12345');
    const again = new Browser(company, { userName: 'anna', token }, { settings: browser.settings });
    const report = await again.run();
    expect(report).toMatchObject({ linked: 3 });
    expect(writesOf(report)).toBe(0);
  });
});
