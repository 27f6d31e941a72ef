import { expect } from 'vitest';
import { type RunReport, writesOf } from '../../src/background/sync/model/engine.ts';
import type { Direction } from '../../src/shared/settings.ts';
import { MINUTE } from '../../src/shared/time.ts';
import type { EspoVersion } from '../sandbox/espo/versions.ts';
import { Browser, Company, SeededWorld, type Step } from './company.ts';

/** Anna's browser between her mailbox and her EspoCRM, as the scenario tests begin. */
export async function scene(direction: Direction = 'both', version: EspoVersion = '9.2.7') {
  const company = new Company(1, new SeededWorld(1), version);
  const login = { userName: 'anna', token: await company.token('anna', 'Anna12345') };
  const browser = new Browser(company, login, { settings: { direction } });
  /** A minute later. */
  const run = (step?: Step): Promise<RunReport> => {
    company.world.advance(MINUTE);
    return browser.run(step);
  };
  const settled = async (): Promise<void> => {
    for (let i = 0; i < 3; i += 1) expect(writesOf(await run())).toBe(0);
  };
  const espo = company.espo.control;
  const mailbox = company.graph.control.mailbox('anna');
  const subjects = (calendar?: string): string[] =>
    mailbox
      .events(calendar)
      .map((event) => event.subject)
      .sort();
  const names = (type = 'Meeting'): string[] =>
    espo
      .dump(type)
      .map((row) => String(row['name']))
      .sort();
  return {
    company,
    browser,
    login,
    run,
    settled,
    mailbox,
    espo,
    anna: espo.act('anna'),
    subjects,
    names,
  };
}

/** An event of one hour, as a person makes it in Outlook. */
export const timed = (subject: string, day = '2026-12-01', from = '10:00', to = '11:00') => ({
  subject,
  isAllDay: false,
  start: { dateTime: `${day}T${from}:00`, timeZone: 'UTC' },
  end: { dateTime: `${day}T${to}:00`, timeZone: 'UTC' },
});

/** A record of one hour, as a person makes it in EspoCRM. */
export const meeting = (name: string, assignedUserId: string, day = '2026-12-01') => ({
  name,
  dateStart: `${day} 10:00:00`,
  dateEnd: `${day} 11:00:00`,
  assignedUserId,
});
