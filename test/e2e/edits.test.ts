import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Scene } from './harness.ts';
import { saveSettings } from './popup.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.connected({ direction: 'Outlook to EspoCRM' });
  // Enough that stays, so that no deletion below is one of "all that there is".
  for (let i = 0; i < 6; i += 1) scene.event(`Stays ${i}`, 10 + i);
  for (let i = 0; i < 6; i += 1) scene.record(`Remains ${i}`, 10 + i);
});
afterAll(() => scene?.close());

const removed = (rows: string[], name: string) => !rows.includes(name);

describe('Outlook to EspoCRM', () => {
  it('creates in EspoCRM only', async () => {
    scene.event('O1 event');
    scene.record('O1 record');
    const run = await scene.sync();
    expect(run).toMatchObject({ graph: 0, error: '' });
    expect(scene.names()).toContain('O1 event');
    expect(scene.subjects()).not.toContain('O1 record');
  });

  it('carries an edit to EspoCRM, and leaves one made there alone', async () => {
    scene.mailbox.updateEvent(scene.eventOf('O1 event').id, {
      subject: 'O1 renamed',
      location: { displayName: 'Hall' },
    });
    expect(await scene.sync()).toMatchObject({ graph: 0 });
    expect(scene.rowOf('O1 renamed')).toMatchObject({ location: 'Hall' });
    scene.anna.update('Meeting', scene.rowOf('O1 renamed').id, { name: 'O1 by hand' });
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0 });
    expect(scene.eventOf('O1 renamed')).toBeDefined();
    expect(scene.names()).toContain('O1 by hand');
  });

  it('deletes the record of a deleted event, and keeps the event of a deleted record', async () => {
    scene.event('O2 event', 4);
    scene.event('O3 event', 5);
    await scene.sync();
    scene.mailbox.deleteEvent(scene.eventOf('O2 event').id);
    scene.anna.remove('Meeting', scene.rowOf('O3 event').id);
    expect(await scene.sync()).toMatchObject({ graph: 0 });
    expect(removed(scene.names(), 'O2 event')).toBe(true);
    expect(scene.eventOf('O3 event')).toBeDefined();
    expect(removed(scene.names(), 'O3 event')).toBe(true);
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0 });
  });
});

describe('EspoCRM to Outlook', () => {
  it('asks for the right to write, and creates in Outlook only', async () => {
    await saveSettings(scene.chrome, { direction: 'EspoCRM to Outlook' });
    scene.event('E1 event', 6);
    scene.record('E1 record', 6);
    const run = await scene.sync();
    expect(run).toMatchObject({ espo: 0, error: '' });
    expect(scene.subjects()).toContain('E1 record');
    expect(scene.subjects()).toContain('O1 record');
    expect(scene.names()).not.toContain('E1 event');
  });

  it('carries an edit to Outlook, and leaves one made there alone', async () => {
    scene.anna.update('Meeting', scene.rowOf('E1 record').id, { name: 'E1 renamed' });
    expect(await scene.sync()).toMatchObject({ espo: 0 });
    const event = scene.eventOf('E1 renamed');
    scene.mailbox.updateEvent(event.id, { location: { displayName: 'Elsewhere' } });
    expect(await scene.sync()).toMatchObject({ espo: 0, graph: 0 });
    expect(scene.rowOf('E1 renamed')['location'] ?? null).toBeNull();
  });

  it('deletes the event of a deleted record, and keeps the record of a deleted event', async () => {
    scene.record('E2 record', 7);
    scene.record('E3 record', 8);
    await scene.sync();
    scene.anna.remove('Meeting', scene.rowOf('E2 record').id);
    scene.mailbox.deleteEvent(scene.eventOf('E3 record').id);
    expect(await scene.sync()).toMatchObject({ espo: 0 });
    expect(scene.subjects()).not.toContain('E2 record');
    expect(scene.rowOf('E3 record')).toBeDefined();
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0 });
  });
});

describe('Two-way', () => {
  it('creates on both sides', async () => {
    await saveSettings(scene.chrome, { direction: 'Two-way' });
    scene.event('T1 event', 20);
    scene.record('T1 record', 20);
    scene.record('T1 ring', 21, 'Call');
    expect(await scene.sync()).toMatchObject({ error: '', held: 0 });
    expect(scene.names()).toEqual(expect.arrayContaining(['T1 event', 'E1 event']));
    expect(scene.subjects()).toEqual(expect.arrayContaining(['T1 record', 'Call: T1 ring']));
  });

  it('carries edits of different fields of one meeting in both directions at once', async () => {
    scene.mailbox.updateEvent(scene.eventOf('T1 event').id, { subject: 'T1 event, renamed' });
    scene.anna.update('Meeting', scene.rowOf('T1 event').id, { location: 'Room 9' });
    scene.anna.update('Meeting', scene.rowOf('T1 record').id, { name: 'T1 record, renamed' });
    scene.mailbox.updateEvent(scene.eventOf('T1 record').id, { location: { displayName: 'Room 8' } });
    await scene.sync();
    expect(scene.rowOf('T1 event, renamed')).toMatchObject({ location: 'Room 9' });
    expect(scene.eventOf('T1 event, renamed')).toMatchObject({ location: { displayName: 'Room 9' } });
    expect(scene.rowOf('T1 record, renamed')).toMatchObject({ location: 'Room 8' });
    expect(scene.eventOf('T1 record, renamed')).toMatchObject({ location: { displayName: 'Room 8' } });
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0 });
  });

  it('deletes where the meeting was made elsewhere, and keeps what was made here', async () => {
    scene.event('T2 event', 22);
    scene.event('T3 event', 23);
    scene.record('T2 record', 22);
    scene.record('T3 record', 23);
    await scene.sync();
    scene.mailbox.deleteEvent(scene.eventOf('T2 event').id);
    scene.anna.remove('Meeting', scene.rowOf('T2 record').id);
    scene.anna.remove('Meeting', scene.rowOf('T3 event').id);
    scene.mailbox.deleteEvent(scene.eventOf('T3 record').id);
    await scene.sync();
    expect(scene.names()).not.toEqual(expect.arrayContaining(['T2 event']));
    expect(scene.subjects()).not.toEqual(expect.arrayContaining(['T2 record']));
    expect(scene.eventOf('T3 event')).toBeDefined();
    expect(scene.rowOf('T3 record')).toBeDefined();
    expect((await scene.chrome.state()).sync.needsYou).toBeGreaterThan(0);
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0 });
  });

  it('has mailed nobody and made nothing twice', () => {
    expect(scene.stage.graph.control.mails).toEqual([]);
    expect(new Set(scene.subjects()).size).toBe(scene.subjects().length);
    expect(new Set(scene.names()).size).toBe(scene.names().length);
  });
});
