import { describe, expect, it } from 'vitest';
import { type Glance, glance as glanceOf } from '../../src/background/sync/glance.ts';
import { meeting, scene, timed } from './scene.ts';

/** Short looks between the runs, with what they ask of either server. */
async function stage(...args: Parameters<typeof scene>) {
  const here = await scene(...args);
  const { company, browser } = here;
  const glance = async (first: Glance['first'], calendars: string[] = []) => {
    company.world.advance(5000);
    const logs = [company.graph.control.log, company.espo.control.log];
    const before = logs.map((log) => log.length);
    const report = await glanceOf(await browser.engine(), { first, calendars });
    const [graph, espo] = logs.map((log, i) => log.length - (before[i] ?? 0));
    return { report, graph, espo };
  };
  const names = () =>
    here.espo
      .dump('Meeting')
      .filter((row) => !row['deleted'])
      .map((row) => String(row['name']))
      .sort();
  const eventOf = (subject: string) => here.mailbox.events().find((e) => e.subject === subject)?.id ?? '';
  const idOf = (name: string) => String(here.espo.dump('Meeting').find((row) => row['name'] === name)?.id ?? '');
  return { ...here, glance, names, eventOf, idOf };
}

describe('an edit in Outlook, while the user looks on', () => {
  it('costs one request of one calendar while nothing is new, and EspoCRM none', async () => {
    const { mailbox, run, glance } = await stage();
    mailbox.createEvent('default', timed('One'));
    await run();
    await run();
    const calendar = mailbox.box.calendars.find((one) => one.isDefault)?.id ?? '';
    expect(await glance('outlook', [calendar])).toMatchObject({ report: undefined, graph: 1, espo: 0 });
  });

  it('is carried over at once: made, changed, moved, deleted', async () => {
    const { mailbox, run, glance, names, eventOf, espo, idOf, settled } = await stage('outlookToEspo');
    mailbox.createEvent('default', timed('One'));
    await run();
    mailbox.createEvent('default', timed('Two', '2026-12-02'));
    expect((await glance('outlook')).report).toMatchObject({ created: 1 });
    mailbox.updateEvent(eventOf('One'), { subject: 'One more' });
    expect((await glance('outlook')).report).toMatchObject({ updated: 1 });
    mailbox.updateEvent(eventOf('Two'), timed('Two', '2026-12-04'));
    expect((await glance('outlook')).report).toMatchObject({ updated: 1 });
    expect(espo.row('Meeting', idOf('Two'))?.['dateStart']).toBe('2026-12-04 10:00:00');
    mailbox.deleteEvent(eventOf('Two'));
    expect((await glance('outlook')).report).toMatchObject({ removed: 1 });
    expect(names()).toEqual(['One more']);
    await settled();
  });

  it('holds what is too much at once, like every run', async () => {
    const { mailbox, run, glance, names, eventOf } = await stage();
    for (let i = 0; i < 8; i += 1) mailbox.createEvent('default', timed(`E${i}`, `2026-12-0${i + 1}`));
    await run();
    for (let i = 0; i < 6; i += 1) mailbox.deleteEvent(eventOf(`E${i}`));
    expect((await glance('outlook')).report).toMatchObject({ removed: 0, held: 6 });
    expect(names()).toHaveLength(8);
  });
});

describe('a change in EspoCRM, when the user comes back', () => {
  it('asks Outlook nothing while nothing is new', async () => {
    const { mailbox, run, glance } = await stage();
    mailbox.createEvent('default', timed('One'));
    await run();
    await run();
    // Three kinds: what has changed, and how many there are.
    expect(await glance('espo')).toMatchObject({ report: undefined, graph: 0, espo: 6 });
  });

  it('is carried over at once: made, changed, deleted, assigned away', async () => {
    const { mailbox, run, glance, anna, subjects, idOf, espo, settled } = await stage();
    mailbox.createEvent('default', timed('One'));
    await run();
    anna.create('Meeting', meeting('Made', anna.id, '2026-12-03'));
    anna.create('Meeting', meeting('Goes', anna.id, '2026-12-05'));
    expect((await glance('espo')).report).toMatchObject({ created: 2 });
    anna.update('Meeting', idOf('One'), { name: 'One more' });
    expect((await glance('espo')).report).toMatchObject({ updated: 1 });
    anna.remove('Meeting', idOf('Made'));
    expect((await glance('espo')).report).toMatchObject({ removed: 1 });
    espo.act('admin').update('Meeting', idOf('Goes'), { assignedUserId: espo.user('ben').id, usersIds: [] });
    await glance('espo');
    expect(subjects()).toEqual(['One more']);
    await settled();
  });

  it('changes nothing across the wall', async () => {
    const { mailbox, run, glance, anna, subjects, idOf } = await stage('outlookToEspo');
    mailbox.createEvent('default', timed('One'));
    await run();
    anna.update('Meeting', idOf('One'), { name: 'Differs' });
    expect((await glance('espo')).report).toMatchObject({ updated: 0 });
    expect(subjects()).toEqual(['One']);
  });
});
