import { describe, expect, it } from 'vitest';
import { giveAnswer } from '../../src/background/sync/person/answers.ts';
import { meetingScene } from './meeting-scene.ts';
import { timed } from './scene.ts';

const KIND = { type: 'enum', required: true, options: ['', 'On site', 'By phone'] };

/** Visits need a kind, which no event says. */
async function stage() {
  const place = await meetingScene();
  place.espo.addField('CVisit', 'visitKind', KIND, 'Visit kind');
  const visit = () => place.espo.dump('CVisit').find((row) => !row['deleted']);
  const choose = (fieldDefaults: Record<string, Record<string, string>>) => {
    place.browser.settings = { ...place.browser.settings, fieldDefaults };
  };
  return { ...place, visit, choose };
}

describe('a field that EspoCRM makes no record without', () => {
  it('is named while nothing is chosen for it, and the record is made once something is', async () => {
    const { mailbox, run, needs, visit, choose, settled, names } = await stage();
    mailbox.createEvent('default', timed('Visit: Factory'));
    mailbox.createEvent('default', timed('Other', '2026-12-02'));
    await run();
    expect(visit()).toBeUndefined();
    expect(names()).toEqual(['Other']);
    const [waits] = await needs();
    expect(waits).toMatchObject({ reason: 'refused', title: 'Visit: Factory' });
    expect(JSON.stringify(waits)).toContain('visitKind');
    choose({ CVisit: { visitKind: 'On site' } });
    await run();
    expect(visit()).toMatchObject({ name: 'Factory', visitKind: 'On site' });
    expect(await needs()).toEqual([]);
    await settled();
  });

  it('keeps what a person chose later, and is not sent again', async () => {
    const { mailbox, run, visit, choose, anna, event, settled } = await stage();
    choose({ CVisit: { visitKind: 'On site' } });
    mailbox.createEvent('default', timed('Visit: Factory'));
    await run();
    anna.update('CVisit', String(visit()?.id), { visitKind: 'By phone' });
    mailbox.updateEvent(event('Visit: Factory')?.immutableId ?? '', { subject: 'Visit: Shop' });
    await run();
    expect(visit()).toMatchObject({ name: 'Shop', visitKind: 'By phone' });
    await settled();
  });

  it('whose chosen option is gone is named, and nothing takes its place', async () => {
    const { mailbox, run, needs, visit, choose } = await stage();
    choose({ CVisit: { visitKind: 'By mail' } });
    mailbox.createEvent('default', timed('Visit: Factory'));
    await run();
    expect(visit()).toBeUndefined();
    expect(await needs()).toMatchObject([{ reason: 'refused' }]);
  });

  it('is filled in a record that a person has made again, too', async () => {
    const { mailbox, run, visit, choose, anna, needs, browser } = await stage();
    choose({ CVisit: { visitKind: 'On site' } });
    mailbox.createEvent('default', timed('Visit: Factory'));
    await run();
    anna.remove('CVisit', String(visit()?.id));
    await run();
    const [gone] = await needs();
    await giveAnswer(browser.store, { id: gone?.id ?? '', action: 'restore', choice: '' });
    await run();
    expect(visit()).toMatchObject({ name: 'Factory', visitKind: 'On site' });
  });
});

describe('a kind of record with statuses of its own', () => {
  it('is planned, held and cancelled by what the administrator says they mean', async () => {
    const { mailbox, run, visit, espo, settled, event } = await stage();
    espo.setField('CVisit', 'visitKind', { required: false });
    espo.setField('CVisit', 'status', { options: ['Open', 'Agreed', 'Done', 'Dropped'], default: 'Open' });
    espo.setStatusLists('CVisit', { completedStatusList: ['Done'], canceledStatusList: ['Dropped'] });
    mailbox.createEvent('default', timed('Visit: Factory'));
    await run();
    expect(visit()).toMatchObject({ status: 'Open' });
    mailbox.updateEvent(event('Visit: Factory')?.immutableId ?? '', { subject: 'Visit: Shop' });
    await run();
    expect(visit()).toMatchObject({ name: 'Shop', status: 'Open' });
    await settled();
  });
});
