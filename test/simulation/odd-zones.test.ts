/** Mailboxes whose zone the server itself does not take (graph.md 22). */
import { describe, expect, it } from 'vitest';
import { meeting, scene } from './scene.ts';

describe('zones', () => {
  it.each([
    'Customized Time Zone',
    'tzone://Microsoft/Custom',
    '(UTC+01:00) Amsterdam, Berlin...',
    'Europe/Kyiv',
    undefined,
  ])('an all-day record and one at a time reach a mailbox whose zone is %s', async (zone) => {
    const { company, mailbox, anna, run, settled } = await scene();
    mailbox.box.timeZone = zone;
    anna.create('Meeting', {
      name: 'Fair',
      isAllDay: true,
      dateStartDate: '2026-12-05',
      dateEndDate: '2026-12-06',
      assignedUserId: anna.id,
    });
    anna.create('Meeting', meeting('At ten', anna.id));
    expect(await run()).toMatchObject({ created: 2, refused: 0 });
    await settled();
    const [fair, ten] = ['Fair', 'At ten'].map((subject) => mailbox.events().find((one) => one.subject === subject));
    expect(fair).toMatchObject({
      isAllDay: true,
      start: { dateTime: '2026-12-05T00:00:00.0000000' },
      end: { dateTime: '2026-12-07T00:00:00.0000000' },
    });
    expect(ten).toMatchObject({ start: { dateTime: '2026-12-01T10:00:00.0000000', timeZone: 'UTC' } });
    // Which names the server takes was asked before: none was refused.
    expect(
      company.graph.control.log.flatMap(({ members }) => members ?? []).filter(({ status }) => status === 400),
    ).toEqual([]);
  });
});
