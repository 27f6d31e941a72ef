import { expect, it } from 'vitest';
import { at, person, tenantOfThree, timed } from '../graph/bench.ts';
import type { SandboxResponse } from '../http.ts';
import { serve } from '../serve.ts';
import { ariaLabel } from './labels.ts';
import { OutlookWebServer } from './server.ts';

function setUp() {
  const tenant = tenantOfThree();
  const outlook = new OutlookWebServer({ world: tenant.world, graph: tenant.graph });
  const get = (path: string): Promise<SandboxResponse> =>
    outlook.handle({ method: 'GET', url: `https://outlook.office.com${path}`, headers: {}, body: '' });
  return { ...tenant, outlook, get };
}

it('speaks of events as recorded', () => {
  const event = {
    subject: 'Team Meeting',
    location: '',
    organizer: 'Doe John',
    allDay: false,
    start: '2025-10-06T16:00',
    end: '2025-10-06T16:30',
    showAs: 'busy',
    isPrivate: false,
    series: 'occurrence' as const,
  };
  expect(ariaLabel(event, 'en-US', true)).toBe(
    'Team Meeting, 4:00 PM to 4:30 PM, Monday, October 6, 2025, By Doe John, Busy, Recurring event',
  );
  const japanese = ariaLabel({ ...event, organizer: undefined, series: 'none' }, 'ja', false);
  expect(japanese).toBe('Team Meeting、16:00 から 16:30、2025 年 10 月 6 日 (月曜日)、予定あり');
});

it('draws tiles with ids in the alphabet of EWS, immutable or default', async () => {
  const { outlook, anna, get } = setUp();
  const zone = 'W. Europe Standard Time';
  const event = anna.createEvent('default', timed('x', '2026-12-01', '23:30', '23:45'));
  anna.createEvent('default', {
    subject: 'off',
    isAllDay: true,
    start: at('2026-12-01T00:00:00', zone),
    end: at('2026-12-03T00:00:00', zone),
  });
  const tile = (ids: 'immutable' | 'default') =>
    outlook.feed('anna', { date: '2026-12-02', ids }).tiles.find((one) => one.subject === 'x');
  const ews = (id: string) => id.replaceAll('-', '/').replaceAll('_', '+');
  expect(tile('immutable')?.id).toBe(ews(event.immutableId));
  expect(tile('default')?.id).toBe(ews(event.id));
  expect(tile('default')?.pieces).toEqual([{ day: '2026-12-02', from: 30, to: 45 }]);
  expect(
    outlook
      .feed('anna', { date: '2026-12-02' })
      .tiles.find((one) => one.allDay)
      ?.pieces.map((piece) => piece.day),
  ).toEqual(['2026-12-01', '2026-12-02']);
  expect(outlook.feed('anna', { tiles: 500 }).tiles).toHaveLength(500);
  const item = await get(`/calendar/item/${encodeURIComponent(ews(event.id))}`);
  expect(item.body).toContain('"subject":"x"');
  expect((await get(`/owa/?itemid=${encodeURIComponent(ews(event.immutableId))}`)).body).toContain('"subject":"x"');
});

it('enforces Trusted Types and a nonce', async () => {
  const { get } = setUp();
  const answer = await get('/calendar/view/month?lang=de&theme=dark&dir=rtl');
  const policy = answer.headers.find(([name]) => name === 'Content-Security-Policy')?.[1] ?? '';
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(answer.body).toContain('<html lang="de" dir="rtl" data-theme="dark">');
});

it('serves stand-ins by host, cuts lost answers, and obeys scripts', async () => {
  const { graph, anna } = setUp();
  const served = await serve({
    standIns: { '127.0.0.1': graph },
    control: { graph: graph.control },
    plain: true,
    quiet: true,
  });
  const base = `http://127.0.0.1:${served.port}`;
  const control = async (order: unknown) =>
    (await fetch(`${base}/__control`, { method: 'POST', body: JSON.stringify(order) })).json();
  try {
    const made = await control({
      service: 'graph',
      on: ['mailbox', 'anna'],
      call: 'createEvent',
      args: ['default', { ...timed('x', '2026-12-01'), attendees: [person('bert@contoso.example')] }],
    });
    expect(made.result.subject).toBe('x');
    expect((await control({ service: 'graph', get: 'mails' })).result).toHaveLength(1);
    expect((await control({ service: 'graph', call: 'nothing' })).ok).toBe(false);
    await control({
      service: 'graph',
      call: 'faults.add',
      args: [{ when: 'after', match: { method: 'POST', path: '/me/events' } }],
    });
    const headers = { Authorization: 'Bearer test-anna' };
    const body = JSON.stringify(timed('lost', '2026-12-01'));
    await expect(fetch(`${base}/v1.0/me/events`, { method: 'POST', headers, body })).rejects.toThrow();
    expect(anna.events().map((event) => event.subject)).toContain('lost');
    expect((await fetch(`${base}/v1.0/me/calendars`, { headers })).status).toBe(200);
  } finally {
    await served.close();
  }
});
