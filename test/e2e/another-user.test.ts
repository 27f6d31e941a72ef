/** Another EspoCRM user signs in on the browser that synced this mailbox for somebody else (DESIGN 3.4). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Scene } from './harness.ts';
import { annaAt, connectEspo, disconnect, saveSettings } from './popup.ts';

const PASSWORD = 'Secret-12345';
const RECORDS = 6;
const scope = { create: 'yes', read: 'all', edit: 'all', delete: 'all', stream: 'all' };

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.connected({ direction: 'Two-way', removeOutlook: true, removeEspo: true });
  const { control } = scene.stage.espo;
  control.addRole('Sales', {
    data: { Meeting: scope, User: { read: 'all', edit: 'no' } },
    assignmentPermission: 'all',
  });
  control.addUser({ userName: 'carl', lastName: 'Carl', password: PASSWORD, role: 'Sales' });
  for (let i = 0; i < RECORDS; i += 1) scene.record(`Record ${i}`, 3 + i);
  scene.event('From Outlook', 4);
  await scene.sync();
});
afterAll(() => scene?.close());

const all = () => [...scene.subjects(), ...scene.names().map((name) => `record ${name}`)];

describe('another EspoCRM user on the same browser', () => {
  it('leaves the events of the first one’s records alone', async () => {
    const before = scene.subjects();
    await disconnect(scene.chrome, 'EspoCRM');
    await connectEspo(scene.chrome, { address: 'crm.example.test', userName: 'carl', password: PASSWORD });
    await saveSettings(scene.chrome, { direction: 'Two-way', removeOutlook: true, removeEspo: true });
    for (let run = 0; run < 3; run += 1) expect(await scene.sync()).toMatchObject({ graph: 0, error: '', held: 0 });
    expect(scene.subjects()).toEqual(before);
    const state = await scene.chrome.state();
    expect(state.sync.leftOut).toBeGreaterThanOrEqual(RECORDS);
    expect(state.sync.held).toEqual([]);
  });

  it('gives the first one everything back as it was', async () => {
    const before = all();
    await disconnect(scene.chrome, 'EspoCRM');
    await connectEspo(scene.chrome, annaAt());
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, error: '', held: 0 });
    expect(all()).toEqual(before);
  });
});
