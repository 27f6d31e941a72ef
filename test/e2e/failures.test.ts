import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Scene } from './harness.ts';
import { annaAt, connectEspo, connectOutlook, saveSettings, status, submitEspo } from './popup.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
  await connectOutlook(scene.chrome);
});
afterAll(() => scene?.close());

/** What the page says is wrong. */
async function alerted(text: RegExp): Promise<string> {
  const page = await scene.chrome.page();
  const alert = page.getByRole('alert').filter({ hasText: text });
  await alert.first().waitFor({ timeout: 15_000 });
  return (await alert.first().textContent()) ?? '';
}

describe('connecting EspoCRM', () => {
  it('says that an address is not an EspoCRM', async () => {
    await scene.chrome.allow('https://www.example.test/*');
    await submitEspo(scene.chrome, annaAt('www.example.test'));
    expect(await alerted(/This is not an EspoCRM/)).toContain('espo.notEspo');
  });

  it('says that a password is wrong, asks the server once, and lets the user correct it', async () => {
    await scene.chrome.allow('https://crm.example.test/*');
    await submitEspo(scene.chrome, { ...annaAt(), password: 'wrong' });
    await alerted(/does not accept this user name and password/);
    expect(scene.stage.espo.core.failures.length).toBe(1);
  });

  it('says that a server is down', async () => {
    scene.stage.switches.espo.down = true;
    await submitEspo(scene.chrome, annaAt());
    await alerted(/Nothing answers at this address/);
    scene.stage.switches.espo.down = false;
  });

  it('understands an address typed sloppily', async () => {
    await connectEspo(scene.chrome, annaAt(' HTTPS://CRM.example.test/#Meeting '));
    expect((await scene.chrome.state()).espo).toMatchObject({ state: 'connected', site: 'https://crm.example.test' });
    await saveSettings(scene.chrome, { direction: 'Two-way' });
  });
});

describe('syncing', () => {
  it('ends with a sentence while a server is down, and catches up afterwards', async () => {
    for (let i = 0; i < 5; i += 1) scene.event(`Event ${i}`, 5 + i);
    for (let i = 0; i < 5; i += 1) scene.record(`Record ${i}`, 5 + i);
    scene.stage.switches.espo.down = true;
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, error: 'espo.unreachable' });
    await expect.poll(() => status(scene.chrome), { timeout: 5000 }).toContain('EspoCRM does not answer');
    scene.stage.switches.espo.down = false;
    scene.stage.switches.graph.down = true;
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, error: 'ms.unreachable' });
    scene.stage.switches.graph.down = false;
    expect(await scene.sync()).toMatchObject({ error: '' });
    expect(scene.subjects()).toEqual(scene.names());
    expect(scene.names().length).toBe(10);
  });

  it('reads again and merges when an event was changed meanwhile (412)', async () => {
    const event = scene.eventOf('Record 1');
    const { queue } = scene.stage.graph.control.faults;
    // Somebody moves the event between our reading and our writing: the etag that we send is an old one.
    let moved = false;
    queue.push({
      match: (request, member) => {
        if (moved || (member ?? request).method !== 'PATCH') return false;
        moved = true;
        scene.mailbox.updateEvent(event.id, { location: { displayName: 'Moved meanwhile' } });
        return false;
      },
      times: Number.POSITIVE_INFINITY,
    });
    scene.anna.update('Meeting', scene.rowOf('Record 1').id, { name: 'Record 1, renamed' });
    await scene.sync();
    scene.stage.graph.control.faults.clear();
    await scene.sync();
    expect(moved).toBe(true);
    expect(scene.eventOf('Record 1, renamed')).toMatchObject({ location: { displayName: 'Moved meanwhile' } });
    expect(scene.rowOf('Record 1, renamed')).toMatchObject({ location: 'Moved meanwhile' });
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, error: '' });
  });

  it('waits as it is told (429), batched or not, and does everything once', async () => {
    const { faults } = scene.stage.graph.control;
    faults.add({ match: { method: 'GET' }, status: 429, code: 'TooManyRequests', retryAfter: 1, times: 2 });
    faults.add({ match: { method: 'POST', path: '/events$' }, status: 429, retryAfter: '0.5', times: 3 });
    for (let i = 5; i < 10; i += 1) scene.record(`Record ${i}`, 5 + i);
    expect(await scene.sync()).toMatchObject({ error: '' });
    faults.clear();
    expect(await scene.sync()).toMatchObject({ error: '', graph: 0, espo: 0 });
    expect(scene.subjects()).toEqual(scene.names());
    expect(scene.names().length).toBe(15);
  });

  it('reads everything anew when a delta token is gone (410), and writes only what changed', async () => {
    scene.stage.graph.control.expireDeltaTokens();
    scene.mailbox.updateEvent(scene.eventOf('Event 0').id, { subject: 'Event 0, renamed' });
    scene.mailbox.deleteEvent(scene.eventOf('Event 1').id);
    expect(await scene.sync()).toMatchObject({ error: '', espo: 2, graph: 0 });
    expect(scene.names()).toContain('Event 0, renamed');
    expect(scene.names()).not.toContain('Event 1');
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0 });
  });

  it('holds a bulk deletion until it is confirmed', async () => {
    for (const subject of scene.subjects().filter((one) => one.startsWith('Event')))
      scene.mailbox.deleteEvent(scene.eventOf(subject).id);
    for (const subject of ['Record 5', 'Record 6']) scene.mailbox.deleteEvent(scene.eventOf(subject).id);
    const before = scene.names();
    scene.event('Made at the same time', 30);
    const run = await scene.sync();
    const gone = before.filter((name) => !scene.names().includes(name));
    expect([run.error, gone.length < 4 || run.held > 0]).toEqual(['', true]);
    expect(scene.names()).toContain('Made at the same time');
  });

  it('has mailed nobody', () => {
    expect(scene.stage.graph.control.mails).toEqual([]);
  });
});
