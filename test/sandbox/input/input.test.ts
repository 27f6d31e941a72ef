import { describe, expect, it } from 'vitest';
import { DAY } from '../../../src/shared/time.ts';
import { EspoServer } from '../espo/server.ts';
import { GraphServer } from '../graph/server.ts';
import { realWorld } from '../http.ts';
import { handsOf, loadEspo, loadOutlook } from './load.ts';

async function loaded(now = Date.now()) {
  const world = { ...realWorld, now: () => now };
  const graph = new GraphServer({ world });
  const espo = new EspoServer({ world });
  for (const oid of ['anna', 'alex'])
    graph.control.addMailbox({
      oid,
      address: `${oid}@contoso.example`,
      name: oid,
      timeZone: 'W. Europe Standard Time',
    });
  const events = loadOutlook(graph.control, 'anna', 'alex', now);
  const records = await loadEspo(handsOf(espo), now);
  return { graph, espo, events, records };
}

describe('the real input', () => {
  it('has 60 events and 40 records, enough of them eligible, each with a title of its own', async () => {
    const { graph, espo, events, records } = await loaded();
    expect([events.length, records.length]).toEqual([60, 40]);
    expect(events.filter((one) => !one.reason).length).toBeGreaterThanOrEqual(45);
    expect(records.filter((one) => !one.reason).length).toBeGreaterThanOrEqual(34);
    const titles = [...events, ...records].map((one) => one.title.trim().toLowerCase());
    expect(new Set(titles).size).toBe(100);
    expect(new Set(records.map((one) => one.type))).toEqual(new Set(['Meeting', 'Call', 'CVisit']));
    expect(graph.control.mistakes).toEqual([]);
    expect(espo.control.dump('CVisit').length).toBe(11);
  });

  it.each(['2026-11-22T19:00:00Z', '2027-03-20T09:00:00Z', '2028-02-28T23:30:00Z'])(
    'lies 1 to 60 days ahead of %s, but for a clock change that is further away',
    async (text) => {
      const now = Date.parse(text);
      const { graph, espo, events, records } = await loaded(now);
      const starts = new Map<string, number>();
      for (const oid of ['anna', 'alex'])
        for (const { event } of [...graph.control.mailbox(oid).box.index.values()])
          starts.set(event.subject, event.start.utc);
      for (const { title, reason } of events) {
        const start = starts.get(title) ?? 0;
        if (reason || title === 'Night the clocks change') continue;
        expect([title, start > now + DAY && start < now + 60 * DAY]).toEqual([title, true]);
      }
      for (const { type, ids, reason } of records) {
        const row = espo.control.row(type, ids[0] ?? '');
        const start = Date.parse(`${String(row?.['dateStart']).replace(' ', 'T')}Z`);
        if (!reason)
          expect([row?.['name'], start > now + DAY && start < now + 60 * DAY]).toEqual([row?.['name'], true]);
      }
    },
  );
});
