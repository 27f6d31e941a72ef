import type { EntityDef, Facts, FieldDef, Shape } from './types.ts';

/** Names that an answer shows only when they were set, though every recorded POST happened to set them. */
const INPUT = ['name', 'firstName', 'lastName', 'emailAddress', 'dateStart', 'dateEnd', 'assignedUserId'];
const EXTRA = ['versionNumber', 'isLocked', 'uid'];

/** The attributes one field stores, by its type. */
export function attributesOf(name: string, def: FieldDef): string[] {
  switch (def.type) {
    case 'link':
    case 'linkOne':
    case 'image':
      return [`${name}Id`, `${name}Name`];
    case 'linkParent':
      return [`${name}Id`, `${name}Type`, `${name}Name`];
    case 'linkMultiple':
      return [`${name}Ids`, `${name}Names`, `${name}Columns`];
    case 'email':
    case 'phone':
      return [name, `${name}Data`];
    case 'datetimeOptional':
      return [name, `${name}Date`];
    case 'address':
    case 'map':
    case 'password':
    case 'attachmentMultiple':
      return [];
    default:
      return [name];
  }
}

/** Entity types and fields: Metadata's answers, the attribute lists, and what an admin adds. */
export class Schema {
  readonly defs: Record<string, EntityDef>;
  readonly scopes: Record<string, Record<string, unknown>>;
  readonly labels: Record<string, { fields: Record<string, string>; options?: unknown }>;
  readonly scopeNames: Record<string, string>;
  readonly scopeNamesPlural: Record<string, string>;
  /** Entity types that an admin made lockable (10.0). */
  readonly lockable = new Set<string>();
  private readonly shapes: Record<string, Shape>;
  private readonly template: { def: EntityDef; scope: Record<string, unknown>; shape: Shape; options: unknown };

  constructor(facts: Facts) {
    const sample = facts.entityDefs['CVisit'] ? 'CVisit' : 'Visit';
    this.shapes = facts.shapes;
    const event = plain(facts.entityDefs[sample] as EntityDef);
    this.template = {
      def: event.def,
      scope: facts.scopes[sample] as Record<string, unknown>,
      shape: without(facts.shapes['CVisit'] ?? {}, event.custom),
      options: facts.i18n['Meeting']?.['options'],
    };
    this.defs = {};
    this.scopes = {};
    for (const [name, def] of Object.entries(facts.entityDefs)) {
      if (facts.scopes[name]?.['isCustom']) continue;
      const cleaned = plain(def);
      this.defs[name] = cleaned.def;
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
    return Object.keys(this.defs).find((entity) => entity === name || entity.toLowerCase() === name.toLowerCase());
  }

  addEntity(name: string, label: string, plural: string): void {
    this.defs[name] = structuredClone(this.template.def);
    this.scopes[name] = structuredClone(this.template.scope);
    this.shapes[name] = structuredClone(this.template.shape);
    this.scopeNames[name] = label;
    this.scopeNamesPlural[name] = plural;
    this.labels[name] = { fields: {}, options: this.template.options };
  }

  addField(entity: string, name: string, def: FieldDef, label: string): void {
    const fields = this.defs[entity]?.fields;
    if (!fields) throw new Error(`no entity type ${entity}`);
    fields[name] = { ...def, isCustom: true };
    this.labels[entity] ??= { fields: {} };
    if (label !== '') this.labels[entity].fields[name] = label;
    const shape = this.shape(entity);
    const attributes = attributesOf(name, def).filter((attribute) => !attribute.endsWith('Columns'));
    for (const key of ['record', 'list', 'adminrecord'] as const) {
      if (shape[key]) shape[key] = [...shape[key], ...attributes];
    }
  }

  /** Takes a field's attributes out of all answers; what is stored stays. */
  forget(entity: string, name: string): void {
    const shape = this.shape(entity);
    for (const key of ['record', 'list', 'adminrecord', 'create'] as const) {
      if (shape[key]) shape[key] = shape[key].filter((attribute) => attribute !== name);
    }
    delete this.labels[entity]?.fields[name];
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
    this.shapes[entity] ??= {};
    return this.shapes[entity];
  }

  /** What GET of one record shows. */
  recordKeys(entity: string, admin: boolean): string[] {
    const shape = this.shape(entity);
    const keys = (admin ? shape.adminrecord : undefined) ?? shape.record ?? this.derived(entity);
    const uid = this.hasField(entity, 'uid') ? ['uid'] : [];
    return [...this.known(entity, keys), ...uid, ...this.extra(entity)];
  }

  /** What every POST answer shows; attributes that were set come on top. */
  createKeys(entity: string): string[] {
    const shape = this.shape(entity);
    const keys = shape.create ?? shape.admincreate ?? ['id', 'deleted', 'createdAt', 'modifiedAt'];
    return this.known(entity, keys)
      .filter((key) => !INPUT.includes(key))
      .concat(this.extra(entity));
  }

  /** What lists without `select` show: no link-multiples, no reminders. */
  listKeys(entity: string): string[] {
    const shape = this.shape(entity);
    const keys =
      shape.list ??
      this.recordKeys(entity, false).filter((key) => !/(Ids|Names|Columns|Data|reminders|isFollowed|Map)$/.test(key));
    return [...this.known(entity, keys), ...this.extra(entity), ...this.uid(entity)];
  }

  /** The names that `where`, `select` and `orderBy` know. */
  attributes(entity: string): string[] {
    const fields = Object.entries(this.defs[entity]?.fields ?? {});
    return ['id', 'deleted', ...fields.flatMap(([name, def]) => attributesOf(name, def)), ...this.extra(entity)];
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
      ...(this.lockable.has(entity) || this.shape(entity).create?.includes('isLocked') ? ['isLocked'] : []),
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
