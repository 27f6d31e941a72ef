import type { Core } from './core.ts';
import { locked, modified } from './errors.ts';
import { ATTENDEES, hasAttendees } from './links.ts';
import { attribute } from './render.ts';
import { list, type Row } from './types.ts';

type Body = Record<string, unknown>;

/** Other ids or other acceptance statuses than were stored. */
export function changesLinks(core: Core, entity: string, before: Row, body: Body, by: Row): boolean {
  if (!hasAttendees(core, entity)) return false;
  return Object.keys(ATTENDEES).some((name) => {
    const ids = body[`${name}Ids`];
    if (ids === null) return true;
    const old = list(attribute(core, entity, before, `${name}Ids`, by));
    if (Array.isArray(ids) && (ids.length !== old.length || ids.some((id) => !old.includes(String(id))))) return true;
    const columns = (body[`${name}Columns`] ?? {}) as Record<string, { status?: unknown }>;
    const known = attribute(core, entity, before, `${name}Columns`, by) as Record<string, { status?: unknown }>;
    return Object.entries(columns).some(([id, { status }]) => known[id]?.status !== status);
  });
}

/** Attributes of the body whose stored value differs, as the 409 shows them (espo.md 4). */
export function checkVersion(core: Core, entity: string, row: Row, body: Body, by: Row, version: number): void {
  if (!core.quirks.versionConflict || Number(row['versionNumber'] ?? 1) === version) return;
  const values: Body = {};
  for (const [key, value] of Object.entries(body)) {
    const current = attribute(core, entity, row, key, by);
    if (JSON.stringify(current) === JSON.stringify(value)) continue;
    const link = /^(\w+)Ids$/.exec(key)?.[1];
    const keys = link && core.traits.uid ? [`${link}Ids`, `${link}Columns`, `${link}Names`] : [key];
    for (const one of keys) values[one] = attribute(core, entity, row, one, by);
  }
  if (Object.keys(values).length > 0) throw modified(values, Number(row['versionNumber'] ?? 1));
}

/** Even equal values fail, on the field the server re-saves anyway (espo-versions.md 3). */
export function checkLocked(core: Core, entity: string, row: Row, body: Body, by: Row): void {
  for (const [key, value] of Object.entries(body)) {
    if (key.startsWith('users') || key.startsWith('contacts') || key.startsWith('leads')) continue;
    if (JSON.stringify(attribute(core, entity, row, key, by)) !== JSON.stringify(value)) {
      throw locked(key.charAt(0).toUpperCase() + key.slice(1));
    }
  }
  throw locked('Reminders');
}
