import { type Rights, rightsOf } from './acl.ts';
import type { Core } from './core.ts';
import { deepFreeze } from './defaults.ts';
import { PATTERNS } from './patterns.ts';
import { type EntityDef, isAdmin, type Row } from './types.ts';

/** GET Metadata: only what the user may see; ?key= since 8.2; nothing there = an empty body (espo.md 3). */
export function metadata(core: Core, user: Row, key: string | undefined): unknown {
  const whole = wholeFor(core, user);
  if (key === undefined || !core.traits.metadataKey) return whole;
  let at: unknown = whole;
  for (const part of key.split('.'))
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined;
  return at ?? (core.quirks.emptyMetadata ? undefined : null);
}

type Whole = Record<string, Record<string, unknown>>;
const wholes = new WeakMap<Rights, Whole>();

/** The same for everybody with the same rights, and frozen for that. */
function wholeFor(core: Core, user: Row): Whole {
  const rights = rightsOf(core, user);
  const known = wholes.get(rights) ?? deepFreeze(computeWhole(core, user, rights));
  wholes.set(rights, known);
  return known;
}

function computeWhole(core: Core, user: Row, { table }: Rights): Whole {
  const seen = (name: string) => {
    const scope = table[name];
    return isAdmin(user) || scope === true || (typeof scope === 'object' && scope.read !== 'no');
  };
  const only = (all: Record<string, unknown>) => Object.fromEntries(Object.entries(all).filter(([name]) => seen(name)));
  const defs = only(core.schema.defs) as Record<string, EntityDef>;
  const entityDefs = Object.fromEntries(
    Object.entries(defs).map(([name, def]) => [name, { ...def, fields: shownFields(def.fields, seen) }]),
  );
  return { app: { regExpPatterns: PATTERNS }, scopes: only(core.schema.scopes), entityDefs };
}

/** A parent field lists only the entity types that the user may see. */
function shownFields(fields: EntityDef['fields'], seen: (name: string) => boolean): EntityDef['fields'] {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      field.entityList ? { ...field, entityList: field.entityList.filter(seen) } : field,
    ]),
  );
}

/** GET I18n: the labels a sync needs; without login no custom ones (espo.md 3). */
export function labels(core: Core, user: Row | undefined): unknown {
  if (!user) return core.facts.publicI18n;
  const rights = rightsOf(core, user);
  const known = shownLabels.get(rights) ?? deepFreeze(computeLabels(core, user, rights));
  shownLabels.set(rights, known);
  return known;
}

const shownLabels = new WeakMap<Rights, object>();

function computeLabels(core: Core, user: Row, { table }: Rights): object {
  const seen = (name: string) => isAdmin(user) || table[name] !== undefined;
  const only = <T>(all: Record<string, T>) => Object.fromEntries(Object.entries(all).filter(([name]) => seen(name)));
  return {
    Global: { scopeNames: only(core.schema.scopeNames), scopeNamesPlural: only(core.schema.scopeNamesPlural) },
    ...only(core.schema.labels),
  };
}
