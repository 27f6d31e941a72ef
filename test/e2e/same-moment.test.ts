/** Two browsers of one user press Start in the same moment (DESIGN 3.4: one of them yields). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dateIn } from '../days.ts';
import { Chrome } from './chrome.ts';
import { connectBoth, sync } from './popup.ts';
import { openStage, type Stage } from './stage.ts';
import { graphWrites } from './verify.ts';

const EVENTS = 40;
const RECORDS = 30;

let stage: Stage;
const browsers: Chrome[] = [];
beforeAll(async () => {
  stage = await openStage();
  const mailbox = stage.graph.control.mailbox('anna');
  const anna = stage.espo.control.act('anna');
  const day = (i: number) => dateIn(3 + i);
  for (let i = 0; i < EVENTS; i += 1)
    mailbox.createEvent('default', {
      subject: `Event ${i}`,
      start: { dateTime: `${day(i)}T10:00:00`, timeZone: 'UTC' },
      end: { dateTime: `${day(i)}T11:00:00`, timeZone: 'UTC' },
    });
  for (let i = 0; i < RECORDS; i += 1)
    anna.create('Meeting', {
      name: `Record ${i}`,
      dateStart: `${day(i)} 13:00:00`,
      dateEnd: `${day(i)} 14:00:00`,
      assignedUserId: anna.id,
    });
  for (let i = 0; i < 2; i += 1) browsers.push(await Chrome.launch(stage));
  for (const chrome of browsers) await connectBoth(chrome);
});
afterAll(async () => {
  for (const chrome of browsers) await chrome.close();
  await stage?.close();
});

const titles = () => ({
  events: stage.graph.control
    .mailbox('anna')
    .events()
    .map(({ subject }) => subject)
    .sort(),
  records: stage.espo.control
    .dump('Meeting')
    .map((row) => String(row['name']))
    .sort(),
});

it('nothing is made twice, nothing is held, and both settle', async () => {
  await Promise.all(browsers.map((chrome) => sync(chrome, 'Start')));
  // Whoever yielded takes over when the user says so there.
  for (const chrome of [...browsers, ...browsers]) await sync(chrome);
  const { events, records } = titles();
  expect(new Set(events).size).toBe(EVENTS + RECORDS);
  expect(events).toHaveLength(EVENTS + RECORDS);
  expect(records).toEqual(events);
  const writes = () => graphWrites(stage) + stage.espo.control.log.filter(({ method }) => method !== 'GET').length;
  const before = writes();
  for (const chrome of browsers) {
    const state = await sync(chrome);
    expect(state.sync).toMatchObject({ needsYou: 0, held: [], linked: EVENTS + RECORDS });
    expect(state.sync.last?.error).toBeUndefined();
  }
  expect(writes()).toBe(before);
});
