import { afterEach, describe, expect, it } from 'vitest';
import { dateIn } from '../days.ts';
import { part } from '../part.ts';
import type { NewRole } from '../sandbox/espo/control.ts';
import { Chrome } from './chrome.ts';
import { connectBoth, sync } from './popup.ts';
import { openStage, type Stage } from './stage.ts';
import { graphWrites } from './verify.ts';

const scope = (level: string) => ({ create: 'yes', read: level, edit: level, delete: level, stream: level });
const FULL: NewRole = {
  data: { Meeting: scope('all'), User: { read: 'all', edit: 'no' } },
  assignmentPermission: 'all',
};
const OWN: NewRole = { data: { Meeting: scope('own') }, assignmentPermission: 'no' };
const PASSWORD = 'Secret-12345';

let stage: Stage | undefined;
const browsers: Chrome[] = [];
afterEach(async () => {
  await Promise.all(browsers.splice(0).map((chrome) => chrome.close()));
  await stage?.close();
});

async function launch(user?: string): Promise<Chrome> {
  const chrome = await Chrome.launch(stage as Stage, user === undefined ? {} : { user });
  browsers.push(chrome);
  return chrome;
}

/** Two users of one company, each in a browser of their own, both connected. */
async function colleagues(role: NewRole, keyField: boolean) {
  stage = await openStage();
  const { entra, graph, espo } = stage;
  espo.control.addRole('Both', role);
  if (keyField) espo.control.addField('Meeting', 'cOutlookUid');
  const open = async (name: string) => {
    const address = `${name}@contoso.example`;
    entra.control.addAccount({ oid: name, username: address, name });
    graph.control.addMailbox({ oid: name, address, name, timeZone: 'W. Europe Standard Time' });
    espo.control.addUser({ userName: name, lastName: name, password: PASSWORD, emailAddress: address, role: 'Both' });
    const chrome = await launch(name);
    await connectBoth(chrome, {}, { address: 'crm.example.test', userName: name, password: PASSWORD });
    return { chrome, mailbox: graph.control.mailbox(name), id: espo.control.user(name).id };
  };
  const [clara, dirk] = await Promise.all([open('clara'), open('dirk')]);
  const day = dateIn(3);
  const event = clara.mailbox.createEvent('default', {
    subject: 'Kick-off',
    start: { dateTime: `${day}T10:00:00`, timeZone: 'UTC' },
    end: { dateTime: `${day}T11:00:00`, timeZone: 'UTC' },
    attendees: [{ type: 'required', emailAddress: { name: 'dirk', address: 'dirk@contoso.example' } }],
  });
  const invited = graph.control.mails.length;
  const records = () => espo.control.dump('Meeting').filter((row) => row['name'] === 'Kick-off');
  /** As text, so that a failure says which. */
  const writes = () => [
    ...espo.control.log.flatMap((e) =>
      e.method !== 'GET' && !e.path.includes('/App/') ? [`${e.user} ${e.method} ${e.path}`] : [],
    ),
    `${graphWrites(stage as Stage)} in Outlook`,
  ];
  return { clara, dirk, event, records, writes, mails: () => graph.control.mails.length - invited };
}

const statusOf = (record: Record<string, unknown> | undefined, id: string): unknown =>
  (record?.['#users'] as { id: string; status: string }[] | undefined)?.find((u) => u.id === id)?.status;

describe('one meeting of two colleagues who both have the extension', () => {
  it.each(
    part(
      [
        ['with the optional field', true],
        ['without it', false],
      ] as const,
      2,
    ),
  )('full rights, %s: one record, both in it, each with their own response', async (_name, keyField) => {
    const { clara, dirk, records, writes, mails } = await colleagues(FULL, keyField);
    await sync(dirk.chrome);
    await sync(clara.chrome);
    expect(records()).toHaveLength(1);
    const copy = dirk.mailbox.events()[0];
    dirk.mailbox.respond(copy?.id ?? '', 'declined', { send: false });
    await sync(dirk.chrome);
    expect(records()).toHaveLength(1);
    expect(statusOf(records()[0], dirk.id)).toBe('Declined');
    expect(statusOf(records()[0], clara.id)).toBeDefined();
    await sync(clara.chrome);
    const before = writes();
    for (const { chrome } of [clara, dirk]) await sync(chrome);
    expect(writes()).toEqual(before);
    expect(mails()).toBe(0);
  });

  it('own rights only: one record per colleague, and it stays so', async () => {
    const { clara, dirk, records, writes, mails } = await colleagues(OWN, false);
    for (const { chrome } of [clara, dirk, clara, dirk]) await sync(chrome);
    expect(records().map((row) => row['assignedUserId'])).toEqual([clara.id, dirk.id]);
    const before = writes();
    for (const { chrome } of [clara, dirk]) await sync(chrome);
    expect(writes()).toEqual(before);
    expect(mails()).toBe(0);
  });
});

describe('two browsers of one user', () => {
  it('one of them syncs; the other says where, and takes over when it is told to', async () => {
    stage = await openStage();
    const { espo, graph } = stage;
    const [first, second] = await Promise.all([launch(), launch()]);
    await Promise.all(browsers.map((chrome) => connectBoth(chrome)));
    const day = dateIn(3);
    graph.control.mailbox('anna').createEvent('default', {
      subject: 'Once',
      start: { dateTime: `${day}T10:00:00`, timeZone: 'UTC' },
      end: { dateTime: `${day}T11:00:00`, timeZone: 'UTC' },
    });
    await sync(first, 'Start');
    // "Sync now" is the user's word: it takes over.
    await sync(second);
    expect(espo.control.dump('Meeting').filter((row) => row['name'] === 'Once')).toHaveLength(1);
    // The first one's own runs stay away from then on.
    await first.ask('outlook.seen').catch(() => undefined);
    expect((await second.state()).sync.last?.error).toBeUndefined();
    expect(graph.control.mailbox('anna').events()).toHaveLength(1);
  });
});
