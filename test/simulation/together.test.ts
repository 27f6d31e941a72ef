/** Two browsers of one user that begin at the same moment (DESIGN 3.4, rule 7). */

import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import type { Direction } from '../../src/shared/settings.ts';
import { MINUTE } from '../../src/shared/time.ts';
import { Browser, Company, SeededWorld } from './company.ts';
import { meeting, timed } from './scene.ts';

const EVENTS = 40;
const RECORDS = 30;

async function office(direction: Direction, leases: (string | undefined)[]) {
  const company = new Company(1, new SeededWorld(1));
  const login = { userName: 'anna', token: await company.token('anna', 'Anna12345') };
  const mailbox = company.graph.control.mailbox('anna');
  const anna = company.espo.control.act('anna');
  for (let i = 0; i < EVENTS; i += 1) mailbox.createEvent('default', timed(`Event ${i}`, `2026-12-${10 + (i % 15)}`));
  for (let i = 0; i < RECORDS; i += 1)
    anna.create('Meeting', meeting(`Record ${i}`, anna.id, `2027-01-${10 + (i % 15)}`));
  const browsers = leases.map(
    (lease) => new Browser(company, login, { settings: { direction }, ...(lease ? { lease } : {}) }),
  ) as [Browser, Browser];
  const run = (browser: Browser) => {
    company.world.advance(MINUTE);
    return browser.run();
  };
  const ended = (task: Promise<unknown>) => task.then(() => '').catch((error: { code?: string }) => String(error.code));
  return { company, mailbox, browsers, run, ended, records: () => company.espo.control.dump('Meeting') };
}

describe('two browsers press Sync now for the first time at the same moment', () => {
  it('one yields before it has made anything, and nothing is doubled', async () => {
    const { browsers, ended, run, records, mailbox } = await office('both', ['Edge', 'Chrome']);
    const [one, other] = browsers;
    const ends = await Promise.all([ended(one.run()), ended(other.run())]);
    expect(ends.sort()).toEqual(['', 'sync.otherBrowser']);
    expect(records()).toHaveLength(EVENTS + RECORDS);
    expect(mailbox.events()).toHaveLength(EVENTS + RECORDS);
    for (const browser of [one, other, one, other]) await run(browser);
    expect(records()).toHaveLength(EVENTS + RECORDS);
    expect(mailbox.events()).toHaveLength(EVENTS + RECORDS);
  });

  it.each(['both', 'outlookToEspo'] as const)(
    'where no lease keeps them apart (%s), what was doubled is taken back without asking',
    async (direction) => {
      const { browsers, ended, run, records } = await office(direction, [undefined, undefined]);
      const [one, other] = browsers;
      await Promise.all([ended(one.run()), ended(other.run())]);
      expect(records().length).toBeGreaterThan(EVENTS + RECORDS);
      for (const browser of [one, other, one, other, one, other]) await run(browser);
      expect(records()).toHaveLength(EVENTS + RECORDS);
      for (const browser of browsers) {
        expect(await browser.store.holds()).toEqual([]);
        expect((await browser.store.plan()).map(({ reason }) => reason)).toEqual([]);
        expect(writesOf(await run(browser))).toBe(0);
      }
    },
  );
});

describe('a record that a person deleted while another of the same moments stands at the same time', () => {
  it('takes its event along, where the settings say so: time alone is no likeness', async () => {
    const { company, mailbox, browsers, run, records } = await office('both', [undefined, undefined]);
    const [browser] = browsers;
    browser.settings = { ...browser.settings, removeOutlookOnEspoRemoval: true };
    const lunch = mailbox.createEvent('default', timed('Lunch', '2026-12-28'));
    mailbox.createEvent('default', timed('Interview', '2026-12-28'));
    await run(browser);
    const record = records().find(({ name }) => name === 'Lunch');
    company.espo.control.act('anna').remove('Meeting', record?.id ?? '');
    await run(browser);
    expect(mailbox.events().map(({ id }) => id)).not.toContain(lunch.id);
    expect(mailbox.events().filter(({ subject }) => subject === 'Interview')).toHaveLength(1);
  });
});
