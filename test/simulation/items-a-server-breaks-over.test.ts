/** A server that breaks over one item, and a part of it that takes no writes: what is named, and that everything else goes on. */
import { describe, expect, it } from 'vitest';
import { meeting, timed } from './scene.ts';
import { bob, OTHERS, stage } from './stage.ts';

type Stage = Awaited<ReturnType<typeof stage>>;
const FOR_EVER = Number.POSITIVE_INFINITY;
const NAMES = ['One', 'Two', 'Three'] as const;

/** Three linked meetings that were made in EspoCRM, and some that stay. */
async function linked() {
  const here = await stage();
  for (const name of OTHERS) here.mailbox.createEvent('default', timed(name, '2026-12-28'));
  for (const name of NAMES) here.anna.create('Meeting', meeting(name, here.anna.id));
  await here.run();
  return here;
}

/** Whatever is sent about one event is answered by that. */
function breakEvent({ mailbox, company, eventOf }: Stage, method: string, subject: string, status: number) {
  const { immutableId } = mailbox.find(eventOf(subject)).event;
  company.graph.control.faults.add({
    match: (_, member) => member?.method === method && decodeURIComponent(member.path).includes(immutableId),
    ...{ status, code: 'ErrorInternalServerError', times: FOR_EVER },
  });
}
const titles = async ({ hands }: Stage) => (await hands.needs()).map(({ title }) => title);
const mine = (names: readonly string[]) => names.filter((name) => !name.startsWith('Other '));

describe.each([500, 503, 504, 404, 410])('Outlook answers %i, for days, to the change of one event', (status) => {
  it('is named under Needs you and tried again each run, and its calendar is not', async () => {
    const here = await linked();
    breakEvent(here, 'PATCH', 'One', status);
    for (const name of NAMES) here.anna.update('Meeting', here.idOf(name), { name: `${name} renamed` });
    for (let i = 0; i < 3; i += 1) {
      expect((await here.run()).parts).toEqual([]);
      expect(mine(here.subjects())).toEqual(['One', 'Three renamed', 'Two renamed']);
      expect(await titles(here)).toEqual(['One renamed']);
    }
    expect(await here.hands.need()).toMatchObject({ reason: 'brokeDown', side: 'outlook' });
    here.company.graph.control.faults.clear();
    await here.run();
    expect(mine(here.subjects())).toEqual(['One renamed', 'Three renamed', 'Two renamed']);
    expect(await titles(here)).toEqual([]);
    await here.settled();
  });
});

it.each([500, 503, 404, 410])(
  'Outlook answers %i to the deletion of one event: it stands and is named, until it is gone',
  async (status) => {
    const here = await linked();
    breakEvent(here, 'DELETE', 'One', status);
    for (const name of ['One', 'Two']) here.anna.remove('Meeting', here.idOf(name));
    for (let i = 0; i < 3; i += 1) await here.run();
    expect(mine(here.subjects())).toEqual(['One', 'Three']);
    expect(await titles(here)).toEqual(['One']);
    here.company.graph.control.faults.clear();
    await here.run();
    expect(mine(here.subjects())).toEqual(['Three']);
    expect(await titles(here)).toEqual([]);
    await here.settled();
  },
);

it.each([500, 503])(
  'Outlook answers %i to the new event of one record: it is named, and the others are made',
  async (status) => {
    const here = await linked();
    here.company.graph.control.faults.add({
      match: (_, member) => member?.method === 'POST' && JSON.stringify(member.body ?? '').includes('Never'),
      ...{ status, code: 'ErrorInternalServerError', times: FOR_EVER },
    });
    for (const name of ['Never', 'New']) here.anna.create('Meeting', meeting(name, here.anna.id, '2026-12-03'));
    for (let i = 0; i < 3; i += 1) {
      expect((await here.run()).parts).toEqual([]);
      expect(await titles(here)).toEqual(['Never']);
    }
    expect(mine(here.subjects())).toEqual(['New', 'One', 'Three', 'Two']);
    here.company.graph.control.faults.clear();
    await here.run();
    expect(mine(here.subjects())).toEqual(['Never', 'New', 'One', 'Three', 'Two']);
    expect(await titles(here)).toEqual([]);
    await here.settled();
  },
);

it('nothing else is to be written: at first it is the calendar, and the event once it breaks over it again', async () => {
  const here = await linked();
  breakEvent(here, 'PATCH', 'One', 503);
  here.anna.update('Meeting', here.idOf('One'), { name: 'One renamed' });
  expect((await here.run()).parts).toMatchObject([{ name: 'Calendar', code: 'ms.server' }]);
  expect(await titles(here)).toEqual([]);
  for (let i = 0; i < 3; i += 1) {
    expect((await here.run()).parts).toEqual([]);
    expect(await titles(here)).toEqual(['One renamed']);
  }
});

it('a calendar that takes no write at all is named as that, and none of its events', async () => {
  const here = await linked();
  for (const name of NAMES) breakEvent(here, 'PATCH', name, 500);
  for (const name of NAMES) here.anna.update('Meeting', here.idOf(name), { name: `${name} renamed` });
  for (let i = 0; i < 3; i += 1) {
    expect((await here.run()).parts).toMatchObject([{ name: 'Calendar', code: 'ms.server' }]);
    expect(await titles(here)).toEqual([]);
  }
  here.company.graph.control.faults.clear();
  await here.run();
  expect(mine(here.subjects())).toEqual(['One renamed', 'Three renamed', 'Two renamed']);
});

it('what a person has agreed to is tried again without being asked, and is asked again once it would be something else', async () => {
  const here = await linked();
  const event = here.mailbox.createEvent('default', { ...timed('With Bob'), attendees: [bob] });
  await here.run();
  breakEvent(here, 'PATCH', 'With Bob', 500);
  for (const name of ['With Bob', 'Two']) here.anna.update('Meeting', here.idOf(name), { name: `${name} renamed` });
  await here.run();
  await here.hands.press('apply');
  here.anna.update('Meeting', here.idOf('Three'), { name: 'Three renamed' });
  await here.run();
  expect(await here.hands.need()).toMatchObject({ title: 'With Bob renamed', reason: 'brokeDown' });
  await here.run();
  expect(await here.hands.need()).toMatchObject({ title: 'With Bob renamed', reason: 'brokeDown' });
  here.company.graph.control.faults.clear();
  await here.run();
  expect(here.mailbox.find(event.id).event.subject).toBe('With Bob renamed');
  expect(await titles(here)).toEqual([]);
});

describe.each([500, 503, 504])('EspoCRM answers %i, for days', (status) => {
  /** Two events that were made in Outlook. */
  async function fromOutlook() {
    const here = await linked();
    for (const name of ['Four', 'Five']) here.mailbox.createEvent('default', timed(name, '2026-12-04'));
    await here.run();
    return here;
  }
  const fail = ({ espo }: Stage, match: (method: string, url: string, body: string) => boolean) =>
    espo.faults.push({
      match: ({ method, url, body }) => match(method, url, JSON.stringify(body ?? '')),
      ...{ status, times: FOR_EVER },
    });
  const after = async (here: Stage, named: string) => {
    for (let i = 0; i < 3; i += 1) {
      expect((await here.run()).parts).toEqual([]);
      expect(await titles(here)).toEqual([named]);
    }
    expect(await here.hands.need()).toMatchObject({ reason: 'brokeDown', side: 'espo' });
    here.espo.faults.length = 0;
    await here.run();
    expect(await titles(here)).toEqual([]);
  };

  it('to the change of one record: it is named, and its kind is not', async () => {
    const here = await fromOutlook();
    const id = here.idOf('Four');
    fail(here, (method, url) => method === 'PUT' && url.includes(id));
    for (const name of ['Four', 'Five']) here.mailbox.updateEvent(here.eventOf(name), { subject: `${name} renamed` });
    await after(here, 'Four renamed');
    expect(here.names()).toContain('Four renamed');
    await here.settled();
  });

  it('to the new record of one event: it is named, and the others are made', async () => {
    const here = await fromOutlook();
    fail(here, (method, _, body) => method === 'POST' && body.includes('Never'));
    for (const name of ['Never', 'New']) here.mailbox.createEvent('default', timed(name, '2026-12-05'));
    await after(here, 'Never');
    expect(here.names()).toEqual(expect.arrayContaining(['Never', 'New']));
    await here.settled();
  });

  it('to the deletion of one record: it stands and is named, until it is gone', async () => {
    const here = await fromOutlook();
    const id = here.idOf('Four');
    fail(here, (method, url) => method === 'DELETE' && url.includes(id));
    for (const name of ['Four', 'Five']) here.mailbox.deleteEvent(here.eventOf(name));
    await after(here, 'Four');
    expect(here.names()).not.toContain('Four');
    await here.settled();
  });
});
