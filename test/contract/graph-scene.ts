/** What the checks of the Graph contract share. */
import assert from 'node:assert/strict';
import { type Client, type Got, person, tenantOfThree, timed } from '../sandbox/graph/bench.ts';
import type { GraphQuirks } from '../sandbox/graph/quirks.ts';

export interface Check {
  /** The unpleasantness it looks for. */
  quirk: keyof GraphQuirks;
  name: string;
  run(quirks: Partial<GraphQuirks>): Promise<void>;
}

export const PROPERTY = 'String {1b2c3d4e-0000-4000-8000-000000000001} Name CrmId';
export const WEEKLY = {
  pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'] },
  range: { type: 'numbered', startDate: '2026-11-30', numberOfOccurrences: 4 },
};
export const EXPAND = encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${PROPERTY}')`);

export function setUp(quirks: Partial<GraphQuirks>) {
  const tenant = tenantOfThree();
  Object.assign(tenant.graph.control.quirks, quirks);
  return { ...tenant, me: tenant.client('anna'), control: tenant.graph.control };
}

export type Tenant = ReturnType<typeof setUp>;
/** The quirk it looks for, its name, and what must hold. */
export type Entry = [quirk: keyof GraphQuirks, name: string, run: (tenant: Tenant) => Promise<void>];
export const refused = (got: Got, status: number, code: string) =>
  assert.deepEqual([got.status, got.body?.error?.code], [status, code]);
export const members = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `${index}`, method: 'GET', url: '/me/calendar' }));
export const meeting = (subject: string) => ({
  ...timed(subject, '2026-12-01'),
  attendees: [person('bert@contoso.example'), person('carl@contoso.example')],
});
export async function allPages(me: Client, path: string, headers: Record<string, string>): Promise<Got[]> {
  const pages = [await me.get(path, headers)];
  for (let next = pages[0]?.body['@odata.nextLink']; next; next = pages.at(-1)?.body['@odata.nextLink'])
    pages.push(await me.get(next, headers));
  return pages;
}
