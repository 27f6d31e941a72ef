import { attributesOf } from './attributes.ts';
import { type HandMade, handMade, linksOfType } from './relations.ts';
import type { EntityDef, Facts, FieldDef, LinkDef, Shape } from './types.ts';

/** Names that an answer shows only when they were set, though every recorded POST happened to set them. */
const INPUT = ['name', 'firstName', 'lastName', 'emailAddress', 'dateStart', 'dateEnd', 'assignedUserId'];
const EXTRA = ['versionNumber', 'isLocked', 'uid'];

/**
 * Entity types and fields: Metadata's answers, the attribute lists, and what an admin adds. What hangs on an entity type is
 * replaced, never written into: copies share it, and so do the lists that are worked out from it.
 */
export class Schema {
  readonly defs: Record<string, EntityDef>;
  readonly scopes: Record<string, Record<string, unknown>>;
  readonly labels: Record<string, { fields: Record<string, string>; options?: unknown }>;
  readonly scopeNames: Record<string, string>;
  readonly scopeNamesPlural: Record<string, string>;
  /** Stands for all of the above as it is now: another one after every change, the same one in an unchanged copy. */
  state: object = {};
  /** Entity types that an admin made lockable (10.0). */
  private readonly locking: Set<string> = new Set();
  private readonly shapes: Record<string, Shape>;
  private readonly template: { def: EntityDef; scope: Record<string, unknown>; shape: Shape; options: unknown };
  private lists = new Map<string, readonly string[]>();

  constructor(from: Facts | Schema) {
    if (from instanceof Schema) {
      this.defs = { ...from.defs };
      this.scopes = { ...from.scopes };
      this.labels = { ...from.labels };
      this.scopeNames = { ...from.scopeNames };
      this.scopeNamesPlural = { ...from.scopeNamesPlural };
      this.state = from.state;
      this.locking = new Set(from.locking);
      this.shapes = { ...from.shapes };
      this.template = from.template;
      this.lists = from.lists;
      return;
    }
    const facts = from;
    const sample = facts.entityDefs['CVisit'] ? 'CVisit' : 'Visit';
    this.shapes = { ...facts.shapes };
    const event = plain(facts.entityDefs[sample] as EntityDef);
    this.template = {
      def: { ...event.def, links: linksOfType(sample) },
      scope: facts.scopes[sample] as Record<string, unknown>,
      shape: without(facts.shapes['CVisit'] ?? {}, event.custom),
      options: facts.i18n['Meeting']?.['options'],
    };
    this.defs = {};
    this.scopes = {};
    for (const [name, def] of Object.entries(facts.entityDefs)) {
      if (facts.scopes[name]?.['isCustom']) continue;
      const cleaned = plain(def);
      this.defs[name] = { ...cleaned.def, links: linksOfType(name) };
      this.shapes[name] = without(this.shapes[name] ?? {}, cleaned.custom);
    }
    for (const [name, scope] of Object.entries(facts.scopes)) if (!scope['isCustom']) this.scopes[name] = scope;
    delete this.shapes['CVisit'];
    delete this.shapes['Inspection'];
    const names = (key: string) =>
      pickKnown((facts.i18n['Global']?.[key] ?? {}) as Record<string, string>, this.scopes);
    this.scopeNames = names('scopeNames');
    this.scopeNamesPlural = names('scopeNamesPlural');
    this.labels = {};
    for (const name of ['Meeting', 'Call']) this.labels[name] = { fields: {}, options: this.template.options };
  }

  /** EspoCRM on Linux with MySQL finds `meeting` too (espo.md 8). */
  find(name: string): string | undefined {
    if (Object.hasOwn(this.defs, name)) return name;
    return Object.keys(this.defs).find((entity) => entity.toLowerCase() === name.toLowerCase());
  }

  addEntity(name: string, label: string, plural: string): void {
    this.defs[name] = this.template.def;
    this.scopes[name] = this.template.scope;
    this.shapes[name] = this.template.shape;
    this.scopeNames[name] = label;
    this.scopeNamesPlural[name] = plural;
    this.labels[name] = { fields: {}, options: this.template.options };
    this.changed();
  }

  addField(entity: string, name: string, def: FieldDef, label: string): void {
    this.setField(entity, name, { ...def, isCustom: true });
    const labels = this.labels[entity] ?? { fields: {} };
    this.labels[entity] = label === '' ? labels : { ...labels, fields: { ...labels.fields, [name]: label } };
    const attributes = attributesOf(name, def).filter((attribute) => !attribute.endsWith('Columns'));
    this.reshape(entity, ['record', 'list', 'adminrecord'], (shown) => [...shown, ...attributes]);
  }

  setField(entity: string, name: string, def: FieldDef): void {
    const old = this.defs[entity];
    if (!old) throw new Error(`no entity type ${entity}`);
    this.defs[entity] = { ...old, fields: { ...old.fields, [name]: def } };
    this.changed();
  }

  /** With a field for it (`linkMultipleField`), as an administrator may want one. */
  addLink(entity: string, name: string, foreign: string, kind: HandMade): void {
    const old = this.defs[entity];
    if (!old) throw new Error(`no entity type ${entity}`);
    this.defs[entity] = { ...old, links: { ...old.links, [name]: handMade(entity, foreign, name, kind) } };
    this.addField(entity, name, { type: 'linkMultiple' }, '');
    this.reshape(entity, ['list'], (shown) => shown.filter((one) => !one.startsWith(name)));
  }

  setScope(entity: string, change: Record<string, unknown>): void {
    this.scopes[entity] = { ...this.scopes[entity], ...change };
    this.changed();
  }

  private link(entity: string, name: string): LinkDef | undefined {
    return this.hasField(entity, name) ? this.defs[entity]?.links?.[name] : undefined;
  }

  /** People with an acceptance status: nobody is asked to come by a custom entity's own `users`. */
  hasStatus(entity: string, name: string): boolean {
    return this.link(entity, name)?.additionalColumns !== undefined;
  }

  /** One-to-many: each of them is linked to one record at most. */
  isOneToMany(entity: string, name: string): boolean {
    const def = this.link(entity, name);
    return def?.type === 'hasMany' && def.relationName === undefined && !this.hasStatus(entity, name);
  }

  /** Out of the definitions and out of all answers; what is stored stays. */
  removeField(entity: string, name: string): void {
    const old = this.defs[entity];
    const gone = [name, ...(old?.fields[name] ? attributesOf(name, old.fields[name]) : [])];
    if (old) this.defs[entity] = { ...old, fields: dropped(old.fields, name) };
    const labels = this.labels[entity];
    if (labels) this.labels[entity] = { ...labels, fields: dropped(labels.fields, name) };
    this.reshape(entity, ['record', 'list', 'adminrecord', 'create'], (shown) =>
      shown.filter((one) => !gone.includes(one)),
    );
  }

  setConcurrency(entity: string, on: boolean): void {
    const old = this.defs[entity];
    if (!old) return;
    const { optimisticConcurrencyControl: _old, ...rest } = old;
    this.defs[entity] = on ? { ...rest, optimisticConcurrencyControl: true } : rest;
    this.changed();
  }

  setLockable(entity: string, on: boolean): void {
    if (on) this.locking.add(entity);
    else this.locking.delete(entity);
    this.changed();
  }

  lockable(entity: string): boolean {
    return this.locking.has(entity);
  }

  private reshape(entity: string, keys: readonly (keyof Shape)[], how: (shown: string[]) => string[]): void {
    const shape = { ...this.shape(entity) };
    for (const key of keys) if (shape[key]) shape[key] = how(shape[key]);
    this.shapes[entity] = shape;
    this.changed();
  }

  private changed(): void {
    this.state = {};
    this.lists = new Map();
  }

  /** Worked out once for every state of the schema. */
  list(kind: string, entity: string, make: () => string[]): readonly string[] {
    const key = `${kind} ${entity}`;
    const known = this.lists.get(key);
    if (known) return known;
    const fresh = Object.freeze(make());
    this.lists.set(key, fresh);
    return fresh;
  }

  isEvent(entity: string): boolean {
    return entity === 'Meeting' || entity === 'Call' || this.scopes[entity]?.['type'] === 'Event';
  }

  field(entity: string, name: string): FieldDef | undefined {
    return this.defs[entity]?.fields[name];
  }

  hasField(entity: string, name: string): boolean {
    return this.field(entity, name) !== undefined;
  }

  concurrency(entity: string): boolean {
    return this.defs[entity]?.optimisticConcurrencyControl === true;
  }

  shape(entity: string): Shape {
    return this.shapes[entity] ?? {};
  }

  /** What GET of one record shows. */
  recordKeys(entity: string, admin: boolean): readonly string[] {
    return this.list(admin ? 'admin record' : 'record', entity, () => {
      const shape = this.shape(entity);
      const keys = (admin ? shape.adminrecord : undefined) ?? shape.record ?? this.derived(entity);
      return [...this.known(entity, keys), ...this.uid(entity), ...this.extra(entity)];
    });
  }

  /** What every POST answer shows; attributes that were set come on top. */
  createKeys(entity: string): readonly string[] {
    return this.list('create', entity, () => {
      const shape = this.shape(entity);
      const keys = shape.create ?? shape.admincreate ?? ['id', 'deleted', 'createdAt', 'modifiedAt'];
      return this.known(entity, keys)
        .filter((key) => !INPUT.includes(key))
        .concat(this.extra(entity));
    });
  }

  /** What lists without `select` show: no link-multiples, no reminders. */
  listKeys(entity: string): readonly string[] {
    return this.list('list', entity, () => {
      const shape = this.shape(entity);
      const keys =
        shape.list ??
        this.recordKeys(entity, false).filter((key) => !/(Ids|Names|Columns|Data|reminders|isFollowed|Map)$/.test(key));
      return [...this.known(entity, keys), ...this.extra(entity), ...this.uid(entity)];
    });
  }

  /** The names that `where`, `select` and `orderBy` know. */
  attributes(entity: string): readonly string[] {
    return this.list('attributes', entity, () => {
      const fields = Object.entries(this.defs[entity]?.fields ?? {});
      return ['id', 'deleted', ...fields.flatMap(([name, def]) => attributesOf(name, def)), ...this.extra(entity)];
    });
  }

  /** joinUrl came with 9.0, but an admin could add a field of that name before. */
  private known(entity: string, keys: string[]): string[] {
    return keys.filter((key) => !EXTRA.includes(key) && (key !== 'joinUrl' || this.hasField(entity, key)));
  }

  /** Records of this type can be followed. */
  streamed(entity: string): boolean {
    return this.shape(entity).create?.includes('isFollowed') ?? false;
  }

  private uid(entity: string): string[] {
    return this.hasField(entity, 'uid') ? ['uid'] : [];
  }

  private extra(entity: string): string[] {
    return [
      ...(this.concurrency(entity) ? ['versionNumber'] : []),
      ...(this.lockable(entity) || this.shape(entity).create?.includes('isLocked') ? ['isLocked'] : []),
    ];
  }

  private derived(entity: string): string[] {
    const fields = Object.entries(this.defs[entity]?.fields ?? {});
    const keys = fields.flatMap(([name, def]) => {
      if (def.type === 'linkMultiple' && name !== 'teams') return [];
      if (
        def.notStorable &&
        !['email', 'phone', 'personName'].includes(def.type) &&
        !/IsOptedOut|IsInvalid/.test(name)
      ) {
        return name === 'reminders' || name === 'duration' || name === 'isOverdue' ? [name] : [];
      }
      return attributesOf(name, def).filter((attribute) => !attribute.endsWith('Columns'));
    });
    return [...new Set(['id', ...keys, 'deleted', 'isFollowed', 'followersIds', 'followersNames'])];
  }
}

const dropped = <T>(from: Record<string, T>, name: string): Record<string, T> =>
  Object.fromEntries(Object.entries(from).filter(([key]) => key !== name));

function plain(def: EntityDef): { def: EntityDef; custom: string[] } {
  const custom = Object.keys(def.fields).filter((name) => def.fields[name]?.isCustom === true);
  const fields = Object.fromEntries(Object.entries(def.fields).filter(([name]) => !custom.includes(name)));
  return { def: { ...def, fields }, custom };
}

function without(shape: Shape, names: string[]): Shape {
  const entries = Object.entries(shape).map(([key, attributes]) => [
    key,
    (attributes as string[]).filter((attribute) => !names.includes(attribute)),
  ]);
  return Object.fromEntries(entries) as Shape;
}

const pickKnown = (names: Record<string, string>, scopes: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(names).filter(([name]) => name in scopes));
