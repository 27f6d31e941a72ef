/** Clara and Dirk, who work in one company and both have the extension. */

import { expect } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { MINUTE } from '../../src/shared/time.ts';
import type { NewRole } from '../sandbox/espo/control.ts';
import { Browser, Company } from './company.ts';

export const person = (name: string) => ({
  type: 'required',
  emailAddress: { name, address: `${name}@contoso.example` },
});

const scope = (level: string) => ({ create: 'yes', read: level, edit: level, delete: level, stream: level });

export const FULL: NewRole = {
  data: { Meeting: scope('all'), Call: scope('all'), Contact: scope('all'), User: { read: 'all', edit: 'no' } },
  assignmentPermission: 'all',
};

/** What DESIGN 3.4 asks for at least: User read team, Meeting read own, assignment permission team. */
export const TEAM: NewRole = {
  data: { Meeting: scope('own'), User: { read: 'team', edit: 'no' } },
  assignmentPermission: 'team',
};

export const OWN: NewRole = { data: { Meeting: scope('own') }, assignmentPermission: 'no' };

/** Clara and Dirk work in one company; each has the extension, a mailbox and an EspoCRM user. */
export async function company(options: { role?: NewRole; keyField?: boolean; settings?: Partial<Settings> } = {}) {
  const firm = new Company(7);
  const { espo, graph, world } = firm;
  if (options.keyField) espo.control.addField('Meeting', 'cOutlookUid');
  espo.control.addRole('Both', options.role ?? FULL);
  const member = async (name: string) => {
    const emailAddress = `${name}@contoso.example`;
    const row = espo.control.addUser({
      userName: name,
      lastName: name,
      password: 'secret12345',
      emailAddress,
      role: 'Both',
    });
    row['teamsIds'] = ['team'];
    graph.control.addMailbox({ oid: name, address: `${name}@contoso.example`, name, timeZone: 'UTC' });
    const login = { userName: name, token: await firm.token(name, 'secret12345') };
    const settings: Partial<Settings> = { entities: [{ type: 'Meeting', label: '' }], ...options.settings };
    const browser = new Browser(firm, login, { oid: name, settings });
    return { name, browser, mailbox: graph.control.mailbox(name), id: espo.control.user(name).id, login, settings };
  };
  const clara = await member('clara');
  const dirk = await member('dirk');
  const later = () => world.advance(MINUTE);
  const settled = async () => {
    for (let i = 0; i < 2; i += 1)
      for (const { browser } of [clara, dirk]) {
        later();
        expect(writesOf(await browser.run())).toBe(0);
      }
  };
  const records = () => espo.control.dump('Meeting');
  return { firm, espo: espo.control, graph: graph.control, clara, dirk, later, settled, records };
}

export const usersOf = (record: Record<string, unknown> | undefined) =>
  (record?.['#users'] as { id: string; status: string; deleted?: boolean }[]).filter((u) => !u.deleted);
