import { dateIn } from '../days.ts';
import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { recordUrl } from '../../src/background/app/kept/urls.ts';
import { toItem } from '../../src/background/outlook/mapping.ts';
import { GraphEvent, parse } from '../../src/background/outlook/schema.ts';
import { AppBench } from '../errors/app-bench.ts';
import { SITE } from '../simulation/company.ts';
import { meeting, timed } from '../simulation/scene.ts';

vi.mock('webextension-polyfill', () => import('../errors/fake-browser.ts'));
vi.mock('../../src/background/auth/microsoft.ts', () => import('../errors/fake-microsoft.ts'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
});
const soon = dateIn(3);
const later = dateIn(5);
const OURS = ['https://outlook.office.com', SITE];

/** Every address in what pages and Outlook tabs are told. */
const addresses = (said: unknown): string[] =>
  JSON.stringify(said)
    .match(/"(?:url|link)":"[^"]+"/g)
    ?.map((one) => JSON.parse(`{${one}}`) as Record<string, string>)
    .flatMap((one) => Object.values(one)) ?? [];

it('all that pages and tiles link to stands on the connected EspoCRM or in Outlook, whatever the events say', async () => {
  await bench.connected();
  const mailbox = bench.company.graph.control.mailbox('anna');
  const anna = bench.company.espo.control.act('anna');
  mailbox.createEvent('default', {
    ...timed('https://evil.example/', soon),
    location: { displayName: 'javascript:alert(1)' },
  } as never);
  anna.create('Meeting', meeting('https://evil.example/#Meeting/view/1', anna.id, later));
  expect(await bench.sync()).toBeUndefined();
  const lists = await Promise.all([
    bench.ask('activity.list', { limit: 100, after: '', filter: { text: '', person: '', side: '', op: '', run: '' } }),
    bench.ask('why.list', { group: '', limit: 100, after: '' }),
    bench.ask('needs.list', { limit: 100 }),
  ]);
  const ids = mailbox.events().map(({ id }) => id);
  const badges = await bench.reply('badges.lookup', { ids }, 'content');
  const all = addresses([lists, badges]);
  expect(all.length).toBeGreaterThan(0);
  for (const address of all) expect(OURS).toContain(new URL(address).origin);
});

it('a record of any name and id is opened on that site', () => {
  for (const id of ['1', '../../evil', '@evil.example', '?x#y', 'javascript:alert(1)', '\\\\evil.example'])
    for (const type of ['Meeting', '//evil.example', '..'])
      expect(new URL(recordUrl(SITE, type, id))).toMatchObject({ origin: SITE, pathname: '/' });
});

it('the link of an online meeting becomes nothing but an address of the web', () => {
  const joined = (joinUrl: string) => {
    const event = { id: 'e', ...timed('x'), onlineMeeting: { joinUrl } };
    return toItem(parse(GraphEvent, event, 'event'), 'c', 'k').event.joinLink;
  };
  expect(joined('https://teams.microsoft.com/l/1')).toBe('https://teams.microsoft.com/l/1');
  for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', ' https://x y', 'ms-teams:1'])
    expect(joined(bad)).toBe('');
});
