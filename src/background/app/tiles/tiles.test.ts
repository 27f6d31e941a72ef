import { dateIn } from '../../../../test/days';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { toEws } from '../../../../test/sandbox/graph/ids';
import { soon } from '../../../../test/soon';
import type { Answers, MessageName } from '../../../shared/messages';

vi.mock('webextension-polyfill', async () => import('../../../../test/errors/fake-browser.ts'));
vi.mock('../../auth/microsoft', async () => import('../../../../test/errors/fake-microsoft.ts'));
const { AppBench } = await import('../../../../test/errors/app-bench.ts');

let bench: Awaited<ReturnType<typeof AppBench.open>>;
let mailbox: ReturnType<(typeof bench)['company']['graph']['control']['mailbox']>;
const at = (day: string, hour = '10') => ({
  start: { dateTime: `${day}T${hour}:00:00`, timeZone: 'UTC' },
  end: { dateTime: `${day}T${hour}:30:00`, timeZone: 'UTC' },
});
const anna = () => bench.company.espo.control.act('anna');

async function ask<N extends MessageName>(name: N, request: unknown): Promise<Answers[N]> {
  const reply = await bench.reply(name, request, 'content');
  if (!reply.ok) throw new Error(`${reply.error.code} ${reply.error.detail}`);
  return reply.answer as Answers[N];
}
const eventOf = (subject: string) => {
  const event = mailbox.events().find((one) => one.subject === subject);
  if (!event) throw new Error(subject);
  return event;
};
const idOf = (subject: string) => toEws(eventOf(subject).immutableId);
const lookUp = async (...subjects: string[]) => {
  const { badges } = await ask('badges.lookup', { ids: subjects.map(idOf) });
  return subjects.map((subject) => badges[idOf(subject)]?.state);
};
const rowOf = (name: string) => bench.company.espo.control.dump('Meeting').find((row) => row['name'] === name);
const settle = async () => (await import('../runs/runner.ts')).runNow();

beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
  mailbox = bench.company.graph.control.mailbox('anna');
  mailbox.createEvent('default', { subject: 'Linked', ...at(dateIn(3)) });
  mailbox.createEvent('default', { subject: 'Secret', ...at(dateIn(4)), sensitivity: 'private' });
  mailbox.createEvent('default', { subject: 'Later', ...at(dateIn(4), '12') });
});

describe('what tiles show', () => {
  it('is the state of their event, by immutable and default ids in the page’s spelling', async () => {
    await bench.sync();
    mailbox.createEvent('default', { subject: 'New', ...at(dateIn(5)) });
    expect(await lookUp('Linked', 'Secret')).toEqual(['linked', 'private']);
    const rest = toEws(eventOf('Linked').id);
    const { badges, privateToo } = await ask('badges.lookup', { ids: [rest, encodeURIComponent(rest), idOf('New')] });
    expect([badges[rest]?.state, badges[encodeURIComponent(rest)]?.id, badges[idOf('New')], privateToo]).toEqual([
      'linked',
      rowOf('Linked')?.id,
      undefined,
      false,
    ]);
  });

  it('finds what is left out under its default id, too, once that is translated', async () => {
    await bench.sync();
    const id = toEws(eventOf('Secret').id);
    expect((await ask('badges.lookup', { ids: [id] })).badges).toEqual({});
    await soon(async () =>
      expect((await ask('badges.lookup', { ids: [id] })).badges[id]).toMatchObject({ state: 'private' }),
    );
  });

  it('differs, waits, asks', async () => {
    const { pair } = await bench.state();
    await bench.ask('settings.save', { settings: { ...pair?.settings, enabled: true, direction: 'outlookToEspo' } });
    await bench.sync();
    anna().update('Meeting', String(rowOf('Linked')?.id), { name: 'Renamed there' });
    await bench.sync();
    expect(await lookUp('Linked')).toEqual(['differs']);
    await bench.ask('settings.save', {
      settings: { ...pair?.settings, enabled: true, direction: 'both', conflicts: 'ask' },
    });
    mailbox.updateEvent(eventOf('Linked').id, { subject: 'Renamed here' });
    await bench.sync();
    expect(await lookUp('Renamed here')).toEqual(['needs']);
  });

  it('is nothing while a side is disconnected', async () => {
    await bench.sync();
    await bench.ask('outlook.disconnect');
    expect((await ask('badges.lookup', { ids: [idOf('Linked')] })).badges).toEqual({});
  });
});

describe('a page is told only of what it has shown', () => {
  it.each(['card.get', 'card.more', 'card.search', 'card.act'] as const)('%s', async (name) => {
    await bench.sync();
    const more = { near: [], parent: '', words: '', act: { act: 'unlink', remove: '' } };
    const id = idOf('Linked');
    expect(await bench.reply(name, { id, ...more }, 'otherTab')).toMatchObject({ ok: false });
    await lookUp('Linked');
    expect(await bench.reply(name, { id, ...more }, 'content')).toMatchObject({ ok: true });
    expect(await bench.reply(name, { id: 'other', ...more }, 'content')).toMatchObject({ ok: false });
    expect(await bench.reply(name, { id, ...more }, 'page')).toMatchObject({ ok: false });
  });

  it('and its own lists are none of the pages’', async () => {
    for (const name of ['needs.list', 'activity.list', 'state.get', 'settings.save'])
      expect(await bench.reply(name, {}, 'content')).toMatchObject({ ok: false });
  });
});

describe('the card', () => {
  const card = async (subject: string) => {
    await lookUp(subject);
    return ask('card.get', { id: idOf(subject) });
  };
  const more = (subject: string, near: string[] = []) => ask('card.more', { id: idOf(subject), near: near.map(idOf) });

  it('says what is known without asking anybody', async () => {
    await bench.sync();
    const before = bench.company.espo.control.log.length;
    expect(await card('Linked')).toMatchObject({
      state: 'linked',
      record: { type: 'Meeting', kind: 'Meeting', name: 'Linked', url: expect.stringContaining('#Meeting/view/') },
      differs: [],
      synced: { to: 'espo' },
      waits: [],
      orders: [],
      offers: { create: [], unlink: { remove: ['espo', 'outlook'] }, status: ['held', 'notHeld'], edit: true },
    });
    expect(await card('Secret')).toMatchObject({
      state: 'private',
      record: null,
      reason: 'private',
      offers: { create: [], link: false },
    });
    expect(bench.company.espo.control.log.length).toBe(before);
  });

  it('asks EspoCRM once for all events of the page, and nothing for a private one', async () => {
    const acme = anna().create('Account', { name: 'Acme' });
    anna().create('Contact', {
      firstName: 'Bob',
      lastName: 'Ray',
      emailAddress: 'bob@customer.example',
      accountId: acme.id,
    });
    const attendees = ['bob', 'new'].map((name) => ({
      type: 'required',
      emailAddress: { name, address: `${name}@customer.example` },
    }));
    mailbox.createEvent('default', { subject: 'With people', ...at(dateIn(6)), attendees });
    await bench.sync();
    anna().update('Meeting', String(rowOf('Linked')?.id), { parentType: 'Account', parentId: acme.id });
    await lookUp('Linked', 'With people', 'Secret');
    const { log } = bench.company.espo.control;
    const before = log.length;
    expect(await more('Linked', ['Linked', 'With people', 'Secret'])).toMatchObject({
      status: 'Planned',
      parent: { type: 'Account', name: 'Acme' },
      unknown: [],
      addAs: ['Contact', 'Lead'],
      parents: expect.arrayContaining([{ type: 'Account', label: 'Account' }]),
      note: true,
    });
    const asked = log.slice(before).map(({ path }) => path.replace(/\?.*/, ''));
    expect(asked.filter((path) => path.endsWith('/Meeting'))).toHaveLength(1);
    expect(await more('With people', ['Linked', 'With people'])).toMatchObject({
      known: expect.arrayContaining([expect.objectContaining({ type: 'Contact', name: 'Bob Ray' })]),
      unknown: [{ address: 'new@customer.example' }],
    });
    await more('Secret');
    expect(log.slice(before).filter(({ path }) => /\/Meeting\?/.test(path))).toHaveLength(1);
  });

  it('proposes the account that all who are known share', async () => {
    const acme = anna().create('Account', { name: 'Acme' });
    for (const name of ['bob', 'eve'])
      anna().create('Contact', { lastName: name, emailAddress: `${name}@customer.example`, accountId: acme.id });
    const attendees = ['bob', 'eve'].map((name) => ({
      type: 'required',
      emailAddress: { name, address: `${name}@customer.example` },
    }));
    const { pair } = await bench.state();
    await bench.ask('settings.save', { settings: { ...pair?.settings, enabled: true, filterFree: true } });
    mailbox.createEvent('default', { subject: 'Free', ...at(dateIn(6)), attendees, showAs: 'free' });
    await bench.sync();
    expect(await card('Free')).toMatchObject({
      state: 'leftOut',
      reason: 'showsFree',
      offers: { create: [{ type: 'Meeting' }, { type: 'Call' }], link: true },
    });
    expect(await more('Free')).toMatchObject({ proposal: { type: 'Account', name: 'Acme' } });
    await ask('card.act', {
      id: idOf('Free'),
      act: { act: 'create', type: 'Meeting', parent: { type: 'Account', id: acme.id } },
    });
    expect(await lookUp('Free')).toEqual(['waiting']);
    await soon(async () => expect(await lookUp('Free')).toEqual(['linked']));
    expect(rowOf('Free')).toMatchObject({ parentId: acme.id });
  });

  it('finds records to link, those at the same time first', async () => {
    const { pair } = await bench.state();
    await bench.ask('settings.save', { settings: { ...pair?.settings, enabled: true, filterFree: true } });
    mailbox.createEvent('default', { subject: 'Free', ...at(dateIn(6)), showAs: 'free' });
    await bench.sync();
    const when = (hour: string) => ({
      dateStart: `${dateIn(6)} ${hour}:00`,
      dateEnd: `${dateIn(6)} ${hour}:45`,
      assignedUserId: anna().id,
    });
    anna().create('Meeting', { name: 'Talk at ten', ...when('10:00') });
    anna().create('Meeting', { name: 'Talk at noon', ...when('12:00') });
    await lookUp('Free');
    const found = await ask('card.search', { id: idOf('Free'), parent: '', words: '' });
    expect(found.map(({ name, sameTime }) => [name, sameTime])).toEqual([['Talk at ten', true]]);
    const named = await ask('card.search', { id: idOf('Free'), parent: '', words: 'talk' });
    expect(named.map(({ name, sameTime }) => [name, sameTime])).toEqual([
      ['Talk at ten', true],
      ['Talk at noon', false],
    ]);
    // Linked with another event: none of its.
    expect(await ask('card.search', { id: idOf('Free'), parent: '', words: 'Linked' })).toEqual([]);
    const [first] = named;
    await ask('card.act', { id: idOf('Free'), act: { act: 'link', record: { type: 'Meeting', id: first?.id } } });
    await soon(async () => expect(await lookUp('Free')).toEqual(['linked']));
  });

  it('says what could not be done, and does it again', async () => {
    await bench.sync();
    const { espo } = bench.company;
    espo.control.faults.push({ match: (r) => r.url.endsWith('/Note'), status: 403, times: 1 });
    await card('Linked');
    await ask('card.act', { id: idOf('Linked'), act: { act: 'note', text: 'Two more.' } });
    await soon(async () =>
      expect((await card('Linked')).orders).toMatchObject([{ act: 'note', failed: { code: 'refused' } }]),
    );
    expect((await card('Linked')).state).toBe('needs');
    const [order] = (await card('Linked')).orders;
    await ask('card.act', { id: idOf('Linked'), act: { act: 'again', order: order?.id } });
    await soon(async () => expect((await card('Linked')).orders).toEqual([]));
    expect(espo.control.dump('Note').map((row) => row['post'])).toEqual(['Two more.']);
  });

  it('refuses what it does not offer', async () => {
    await bench.sync();
    await lookUp('Linked', 'Secret');
    for (const [subject, act] of [
      ['Secret', { act: 'create', type: 'Meeting', parent: null }],
      ['Secret', { act: 'link', record: { type: 'Meeting', id: '1' } }],
      ['Linked', { act: 'create', type: 'Meeting', parent: null }],
      ['Linked', { act: 'again', order: 'order|x' }],
      ['Linked', { act: 'answer', need: 'x', action: 'apply', choice: '' }],
    ] as const)
      expect(await bench.reply('card.act', { id: idOf(subject), act }, 'content')).toMatchObject({ ok: false });
  });

  it('stands while EspoCRM cannot be reached, and says so', async () => {
    await bench.sync();
    await card('Linked');
    bench.company.espo.control.faults.push({ status: 503, times: Number.POSITIVE_INFINITY });
    expect(await more('Linked')).toMatchObject({ problem: expect.stringMatching(/^espo\./), known: [] });
  });

  it('carries answers of Needs you', async () => {
    const { pair } = await bench.state();
    await bench.ask('settings.save', { settings: { ...pair?.settings, enabled: true, conflicts: 'ask' } });
    await bench.sync();
    anna().update('Meeting', String(rowOf('Linked')?.id), { name: 'There' });
    mailbox.updateEvent(eventOf('Linked').id, { subject: 'Here' });
    await bench.sync();
    const { waits, state } = await card('Here');
    const offered = waits.map(({ actions }) => actions.map(({ action }) => action));
    expect([state, offered]).toEqual(['needs', [['discard', 'fields', 'apply', 'takeEspo']]]);
    // Field by field is answered on our own page.
    const answer = { act: 'answer', need: waits[0]?.id, action: 'fields', choice: '' };
    await expect(ask('card.act', { id: idOf('Here'), act: answer })).rejects.toThrow('message.refused');
    await ask('card.act', {
      id: idOf('Here'),
      act: { act: 'answer', need: waits[0]?.id, action: 'apply', choice: '' },
    });
    await soon(async () => expect(rowOf('Here')).toBeDefined());
    await settle();
  });
});

describe('events that are known, for tiles without ids', () => {
  it('are those of the days asked for, in the mailbox’s own time', async () => {
    await bench.sync();
    const known = await ask('outlook.known', { from: dateIn(0), until: dateIn(7) });
    expect(known.map(({ badge, start }) => [badge.title, badge.state, start.slice(0, 10)])).toEqual(
      [
        ['Later', 'linked', dateIn(4)],
        ['Linked', 'linked', dateIn(3)],
      ].sort((a, b) => (a[2] ?? '').localeCompare(b[2] ?? '')),
    );
    expect(await ask('card.get', { id: known[0]?.key })).toMatchObject({ state: 'linked' });
    expect(await ask('outlook.known', { from: dateIn(30), until: dateIn(37) })).toEqual([]);
  });
});
