import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/shared/settings.ts';
import { linksOf } from '../sandbox/espo/links.ts';
import type { Row } from '../sandbox/espo/types.ts';
import { Hands } from './hands.ts';
import { scene, timed } from './scene.ts';

const invited = (...addresses: string[]) => ({
  attendees: addresses.map((address) => ({ type: 'required', emailAddress: { address, name: '' } })),
});

/** Two contacts, one of whom takes part in a meeting that is linked. */
async function stage(settings: Partial<Settings> = {}) {
  const here = await scene();
  const { mailbox, espo, anna, browser, run } = here;
  browser.settings = { ...browser.settings, ...settings };
  const [one, two] = ['one', 'two'].map((name) =>
    anna.create('Contact', { lastName: name, emailAddress: `${name}@customer.example` }),
  );
  mailbox.createEvent('default', { ...timed('Visit', '2026-12-01'), ...invited('one@customer.example') });
  await run();
  const record = (name: string) => espo.dump('Meeting').find((row) => row['name'] === name && !row['deleted']);
  const contacts = (name: string) =>
    linksOf(record(name) as Row, 'contacts')
      .flatMap(({ id, deleted }) => (deleted ? [] : [id]))
      .sort();
  const both = [one?.id, two?.id].sort();
  const eventOf = (subject: string) => mailbox.events().find((event) => event.subject === subject)?.id ?? '';
  return { ...here, hands: new Hands(browser), contacts, record, both, eventOf, one: one?.id, two: two?.id };
}

const ANSWERS: [name: string, broken: { status?: number; body?: string }][] = [
  ['500', { status: 500 }],
  ['400', { status: 400 }],
  ['what nobody can read', { status: 200, body: '<html>' }],
  ['nothing at all', {}],
];

describe.each(ANSWERS)('contacts that answer %s', (_, broken) => {
  it('are taken off no record, listed as nobody, nor forgotten', async () => {
    const { mailbox, espo, run, contacts, hands, settled, ...here } = await stage({ unknownAttendees: 'list' });
    const lift = espo.breakEntity('Contact', broken);
    mailbox.updateEvent(here.eventOf('Visit'), { subject: 'Visit 2', ...invited('two@customer.example') });
    mailbox.createEvent('default', { ...timed('New', '2026-12-02'), ...invited('one@customer.example') });
    expect((await run()).parts).toMatchObject([{ side: 'espo', feed: 'Contact' }]);
    expect(contacts('Visit 2')).toEqual([here.one]);
    expect(contacts('New')).toEqual([]);
    expect(await hands.needs()).toEqual([]);

    const logged = hands.log.length;
    await run();
    expect(hands.log).toHaveLength(logged);
    lift();
    expect((await run()).parts).toEqual([]);
    expect(contacts('Visit 2')).toEqual([here.two]);
    expect(contacts('New')).toEqual([here.one]);
    await settled();
  });
});

it('a person who takes part stays, whoever else could not be looked up', async () => {
  const { mailbox, espo, run, contacts, both, settled, ...here } = await stage();
  const lift = espo.breakEntity('Lead', { status: 500 });
  mailbox.updateEvent(here.eventOf('Visit'), invited('two@customer.example', 'lead@customer.example'));
  await run();
  // Who of the two is a lead nobody can say, so nobody is taken out.
  expect(contacts('Visit')).toEqual(both);
  lift();
  await run();
  expect(contacts('Visit')).toEqual([here.two]);
  await settled();
});

describe('"Only with people known to EspoCRM", while contacts do not answer', () => {
  it('lets nothing sleep and nothing in, and decides when they do', async () => {
    const { mailbox, espo, run, record, browser, settled, ...here } = await stage({ onlyKnownPeople: true });
    mailbox.createEvent('default', { ...timed('Strangers', '2026-12-02'), ...invited('nobody@customer.example') });
    await run();
    const [left] = await browser.store.seenWithReason('nobodyKnown', 9);
    expect(left?.title).toBe('Strangers');
    const lift = espo.breakEntity('Contact', { status: 500 });
    mailbox.updateEvent(here.eventOf('Visit'), { subject: 'Visit 2' });
    mailbox.updateEvent(here.eventOf('Strangers'), { subject: 'Strangers 2' });
    mailbox.createEvent('default', { ...timed('Two', '2026-12-03'), ...invited('two@customer.example') });
    mailbox.createEvent('default', { ...timed('Ben', '2026-12-04'), ...invited('ben@example.test') });
    await run();
    await run();
    expect(record('Visit 2')).toBeDefined();
    expect(record('Two')).toBeUndefined();
    expect(record('Strangers 2')).toBeUndefined();
    const waiting = await browser.store.seenWithReason('partUnknown', 9);
    expect(waiting.map(({ title }) => title).sort()).toEqual(['Strangers 2', 'Two']);
    // Of him users know enough.
    expect(record('Ben')).toBeDefined();
    lift();
    await run();
    expect(record('Two')).toBeDefined();
    expect(record('Strangers 2')).toBeUndefined();
    expect((await browser.store.seenWithReason('nobodyKnown', 9)).map(({ title }) => title)).toEqual(['Strangers 2']);
    await settled();
  });

  it('wakes nothing that sleeps because nobody is known', async () => {
    const { mailbox, espo, run, browser, settled, ...here } = await stage({ onlyKnownPeople: true });
    mailbox.updateEvent(here.eventOf('Visit'), invited('nobody@customer.example'));
    await run();
    expect((await browser.store.linksInState('asleep'))[0]?.reason).toBe('nobodyKnown');
    const lift = espo.breakEntity('Contact', { status: 500 });
    mailbox.updateEvent(here.eventOf('Visit'), { subject: 'Renamed' });
    await run();
    expect(await browser.store.linksInState('asleep')).toHaveLength(1);
    lift();
    mailbox.updateEvent(here.eventOf('Renamed'), invited('two@customer.example'));
    await run();
    expect(await browser.store.linksInState('active')).toHaveLength(1);
    await settled();
  });
});

it('an event with others waits while users cannot be looked up: its record may be a colleague of theirs', async () => {
  const { mailbox, espo, run, record, settled } = await stage();
  const ben = espo.act('ben');
  const lift = espo.breakEntity('User', { status: 500 });
  ben.create('Meeting', {
    name: 'Together',
    dateStart: '2026-12-05 10:00:00',
    dateEnd: '2026-12-05 11:00:00',
    assignedUserId: espo.user('ben').id,
  });
  mailbox.createEvent('default', { ...timed('Together', '2026-12-05'), ...invited('ben@example.test') });
  mailbox.createEvent('default', timed('Alone', '2026-12-06'));
  await run();
  expect(record('Alone')).toBeDefined();
  lift();
  await run();
  await run();
  expect(espo.dump('Meeting').filter((row) => row['name'] === 'Together')).toHaveLength(1);
  await settled();
});

describe('a contact whose address is another one since', () => {
  it('stays on the record of the event that still names the old one, and goes with it', async () => {
    const { mailbox, espo, run, contacts, settled, ...here } = await stage();
    mailbox.updateEvent(here.eventOf('Visit'), {
      location: { displayName: 'Room 1' },
      body: { contentType: 'text', content: 'Agenda' },
    });
    await run();
    espo.act('admin').update('Contact', String(here.one), { emailAddress: 'one@elsewhere.example' });
    mailbox.updateEvent(here.eventOf('Visit'), invited('one@customer.example', 'two@customer.example'));
    await run();
    expect(contacts('Visit')).toEqual(here.both);
    await settled();
    mailbox.updateEvent(here.eventOf('Visit'), invited('two@customer.example'));
    await run();
    expect(contacts('Visit')).toEqual([here.two]);
    await settled();
  });
});
