import { dateIn } from '../../../../test/days';
import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import { ANNA } from '../../../../test/simulation/company';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
});

const at = (day: number, hour: string) => ({
  dateTime: `${dateIn(day)}T${hour}:00:00`,
  timeZone: 'UTC',
});
const person = (address: string) => ({ type: 'required', emailAddress: { name: address, address } });

function event(subject: string, day: number, more: Record<string, unknown> = {}) {
  return bench.company.graph.control
    .mailbox(ANNA.oid)
    .createEvent('default', { subject, start: at(day, '10'), end: at(day, '11'), ...more });
}
function record(name: string, day: number) {
  const anna = bench.company.espo.control.act('anna');
  const time = (hour: string) => at(day, hour).dateTime.replace('T', ' ');
  return anna.create('Meeting', { name, dateStart: time('10'), dateEnd: time('11'), assignedUserId: anna.id });
}

/** Everything that the servers hold. */
const world = () =>
  JSON.stringify([
    bench.company.graph.control.mailbox(ANNA.oid).events(),
    ['Meeting', 'Call'].map((type) => bench.company.espo.control.dump(type)),
  ]);

describe('the preview', () => {
  it('counts what Start would do, writes nothing and remembers nothing', async () => {
    const emailAddress = 'cleo@contoso.example';
    bench.company.espo.control.addUser({ userName: 'cleo', lastName: 'Cleo', password: 'Cleo12345', emailAddress });
    event('New', 2);
    event('With a colleague', 3, {
      attendees: [person(emailAddress), person('bob@customer.example'), person(ANNA.address)],
    });
    event('Twin', 4);
    record('Twin', 4);
    record('Made in EspoCRM', 5);
    event('Secret', 6, { sensitivity: 'private' });
    const before = world();
    expect(await bench.ask('preview.get')).toMatchObject({
      creates: { espo: 2, outlook: 1 },
      linked: 1,
      asks: 0,
      leftOut: [{ reason: 'private', count: 1 }],
      notifications: 1,
      mails: 0,
    });
    expect(world()).toBe(before);
    expect((await bench.state()).sync).toMatchObject({ linked: 0, leftOut: 0, last: undefined });
    expect(await Dexie.exists('preview')).toBe(false);
    expect(await bench.sync()).toBeUndefined();
    expect((await bench.state()).sync.last).toMatchObject({ created: 3, linked: 1 });
  });

  it('is shown again without asking anybody, and anew when something has changed', async () => {
    event('One', 2);
    expect((await bench.ask('preview.get')).creates.espo).toBe(1);
    const requests = () => bench.company.graph.control.log.length;
    const before = requests();
    await bench.ask('preview.get');
    expect(requests()).toBe(before);
    const { pair } = await bench.state();
    await bench.ask('settings.save', { settings: { ...pair?.settings, direction: 'espoToOutlook' } });
    expect((await bench.ask('preview.get')).creates.espo).toBe(0);
  });

  it('leaves out what is linked or was taken apart already', async () => {
    event('One', 2);
    event('Two', 3);
    expect(await bench.sync()).toBeUndefined();
    bench.company.espo.control
      .act('anna')
      .remove('Meeting', String(bench.company.espo.control.dump('Meeting')[0]?.['id']));
    expect(await bench.sync()).toBeUndefined();
    event('Three', 4);
    expect(await bench.ask('preview.get')).toMatchObject({ creates: { espo: 1, outlook: 0 }, linked: 0 });
  });

  it('gives way to a run at once', async () => {
    event('One', 2);
    const { log } = bench.company.graph.control;
    const before = log.length;
    const preview = bench.refused('preview.get');
    while (log.length === before) await new Promise((resolve) => setImmediate(resolve));
    const error = bench.sync();
    expect(await preview).toMatchObject({ code: 'sync.stopped' });
    expect(await error).toBeUndefined();
  });
});
