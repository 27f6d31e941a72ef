/** The rule of tasks notices a write to one, a record made of one, and an event that does not say what its task says. */
import { expect, it } from 'vitest';
import { DAY } from '../../src/shared/time.ts';
import type { Act } from './acts.ts';
import { ESPO, rogue, rulesOf } from './broken-rules.ts';
import { cast } from './crash-words.ts';
import type { Player } from './player.ts';
import { tasksOf } from './task-acts.ts';

const acts: Act[] = [
  cast({ tasks: true }),
  { act: 'task', what: 'make', pick: 1, value: 7 },
  { act: 'task', what: 'make', pick: 0, value: 8 },
  { act: 'sync' },
];
const idOf = ({ cast }: Player): string => tasksOf(cast)[0]?.id ?? '';

it('all is well', async () => {
  expect(await rulesOf(acts, () => undefined)).toEqual([]);
});

it('due before the window of a browser that remembers nothing, it need not be known', async () => {
  const long: Act[] = [
    cast({ tasks: true, browsers: [1] }),
    { act: 'wait', ms: 30 * DAY },
    { act: 'wipe', by: 0, browser: 1 },
  ];
  const late: Act[] = [...long, { act: 'task', by: 0, what: 'make', pick: 1, value: 8 }];
  expect(await rulesOf(late, () => undefined)).toEqual([]);
});

it('a task is written', async () => {
  const rules = await rulesOf(acts, (player) =>
    rogue(player, 'PUT', `${ESPO}/Task/${idOf(player)}`, { name: 'Other' }),
  );
  expect(rules).toContain('task');
});

it('an event becomes a record of another kind', async () => {
  const rules = await rulesOf(acts, ({ cast }) => {
    const { espo } = cast.company;
    const times = { dateStart: '2026-12-01 10:00:00', dateEnd: '2026-12-01 11:00:00' };
    espo.control
      .act(cast.member().name)
      .create('Meeting', { name: 'Errand 7', assignedUserId: cast.member().espo.id, ...times });
  });
  expect(rules).toContain('task');
});

it('an event is called otherwise, or stands elsewhere', async () => {
  for (const change of [{ subject: 'Something else' }, { isAllDay: true }])
    expect(
      await rulesOf(acts, ({ cast }) => {
        for (const event of cast.member().box.events)
          if (event.subject === 'Task: Errand 7') Object.assign(event, change);
      }),
    ).toContain('task');
});
