/**
 * npx tsx test/migrations/dump-cli.ts: writes test/data/store/<version>.json, what the program of today stores. Run before a stored
 * shape changes; a dump is never written again once its version has been released.
 */
import 'fake-indexeddb/auto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Database } from '../../src/background/store/database.ts';
import { DexieStore } from '../../src/background/store/dexie.ts';
import { migrations } from '../../src/background/store/migrations.ts';
import { SETTINGS_VERSION } from '../../src/shared/settings-versions.ts';
import { ANNA, Browser, Company, SeededWorld, SITE } from '../simulation/company.ts';
import { meeting, timed } from '../simulation/scene.ts';
import { contents, DUMPS } from './dump.ts';

const PAIR = 'pair-1';
const company = new Company(1, new SeededWorld(1));
const login = { userName: 'anna', token: await company.token('anna', 'Anna12345') };
const db = new Database('dump');
const store = new DexieStore(db, PAIR);
const browser = new Browser(company, login, { store });
const mailbox = company.graph.control.mailbox('anna');
const espo = company.espo.control;
const anna = espo.act('anna');

async function run(): Promise<void> {
  company.world.advance(60_000);
  await browser.run().catch(() => undefined);
}
const posted = (name: string) => (request: { method: string; body: string }) =>
  request.method === 'POST' && request.body.includes(name);

// One of everything: linked both ways, left out, refused, waiting, asleep, unlinked, cut off in the middle of a write.
for (const day of [1, 2, 3]) mailbox.createEvent('default', timed(`Outlook ${day}`, `2026-12-0${day}`));
for (const day of [4, 5, 6]) anna.create('Meeting', meeting(`Espo ${day}`, anna.id, `2026-12-0${day}`));
mailbox.createEvent('default', {
  ...timed('Call: Bob', '2026-12-07'),
  body: { contentType: 'text', content: 'Call\nback' },
});
mailbox.createEvent('default', { ...timed('Doctor', '2026-12-08'), sensitivity: 'private' });
await run();
await run();
const subject = (text: string) => mailbox.events().find((one) => one.subject === text)?.id ?? '';
mailbox.updateEvent(subject('Outlook 1'), { subject: 'Outlook 1, renamed' });
mailbox.updateEvent(subject('Outlook 2'), { sensitivity: 'private' });
mailbox.deleteEvent(subject('Outlook 3'));
mailbox.createEvent('default', timed('Refused', '2026-12-09'));
mailbox.createEvent('default', {
  ...timed('With people', '2026-12-10'),
  attendees: [{ type: 'required', emailAddress: { name: 'Ben', address: 'ben@contoso.example' } }],
});
espo.faults.push({ match: posted('Refused'), status: 400, body: '{"message":"Nope"}' });
await run();
mailbox.createEvent('default', timed('Answer lost', '2026-12-11'));
espo.faults.push({ match: posted('Answer lost'), when: 'after' });
await run();

await db.pairs.put({
  id: PAIR,
  tenantId: 'tenant-1',
  mailboxId: ANNA.oid,
  mailbox: ANNA.address,
  site: SITE,
  espoUserId: anna.id,
  espoUser: 'anna',
  createdAt: browser.createdAt,
  settingsVersion: SETTINGS_VERSION,
  settings: browser.settings,
  started: true,
});
await db.holds.put({
  pair: PAIR,
  id: 'espo|Meeting|remove',
  count: 7,
  of: 9,
  since: company.world.now(),
  state: 'waiting',
});
await db.secrets.put({ id: 'espoToken', value: 'sealed' });
db.close();
const dump = { ...(await contents('dump')), version: migrations.length };
writeFileSync(path.join(DUMPS, `${dump.version}.json`), `${JSON.stringify(dump, null, 1)}\n`);
process.stdout.write(
  `${dump.version}.json: ${Object.entries(dump.tables)
    .map(([name, rows]) => `${name} ${rows.length}`)
    .join(', ')}\n`,
);
