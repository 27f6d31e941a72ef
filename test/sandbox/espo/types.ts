import type { EspoVersion } from './versions.ts';

/** One stored record. Attribute names are the API's; `#...` are the server's own columns. */
export interface Row {
  id: string;
  deleted: boolean;
  [attribute: string]: unknown;
}

export type Level = 'all' | 'team' | 'own' | 'no';
export type Action = 'read' | 'edit' | 'delete' | 'stream';
export interface ScopeRights extends Record<Action, Level> {
  create: 'yes' | 'no';
}
export type Table = Record<string, ScopeRights | boolean>;

export interface FieldDef {
  type: string;
  required?: boolean;
  maxLength?: number;
  options?: string[];
  pattern?: string;
  default?: unknown;
  notStorable?: boolean;
  readOnly?: boolean;
  readOnlyAfterCreate?: boolean;
  entityList?: string[];
  isCustom?: boolean;
  [key: string]: unknown;
}

/** One link as Metadata shows it. */
export interface LinkDef {
  type: 'hasMany' | 'belongsTo';
  entity: string;
  /** Only many-to-many links that were made by hand, and a few of the server's own. */
  relationName?: string;
  additionalColumns?: Record<string, unknown>;
  [key: string]: unknown;
}

export interface EntityDef {
  fields: Record<string, FieldDef>;
  links?: Record<string, LinkDef>;
  optimisticConcurrencyControl?: boolean;
}

/** Which attributes an answer shows, by kind of answer. */
export interface Shape {
  record?: string[];
  create?: string[];
  list?: string[];
  adminrecord?: string[];
  admincreate?: string[];
}

/** facts/<version>.json: what a fresh server of that version says about itself. */
export interface Facts {
  version: EspoVersion;
  scopes: Record<string, Record<string, unknown>>;
  entityDefs: Record<string, EntityDef>;
  i18n: Record<string, Record<string, Record<string, unknown>>>;
  publicI18n: Record<string, unknown>;
  publicSettings: Record<string, unknown>;
  settings: Record<string, unknown>;
  adminSettings: Record<string, unknown>;
  putSettings?: Record<string, unknown>;
  preferences: Record<string, unknown>;
  appParams: Record<string, unknown>;
  acl: { table: Table; fieldTable: FieldTable } & Record<string, unknown>;
  annaAcl: { fieldTable: FieldTable };
  adminAcl: { table: Table; fieldTable: FieldTable } & Record<string, unknown>;
  falseScopes?: string[];
  aclMore?: Table;
  users: { admin: Record<string, unknown>; regular: Record<string, unknown> };
  shapes: Record<string, Shape>;
}

export type FieldTable = Record<string, Record<string, { read: 'yes' | 'no'; edit: 'yes' | 'no' }>>;

export interface Token {
  value: string;
  userId: string;
  secret?: string;
  active: boolean;
  lastAccess: number;
}

/** Who asks, and how he proved it. */
export interface Caller {
  user: Row;
  /** The token that App/user shows; null with Basic, cookies or an API key. */
  token: string | null;
  /** Set-Cookie for a secret made with this login. */
  cookie?: string;
  byToken: boolean;
}

/** A parsed request on its way through the server. */
export interface Call {
  method: string;
  /** Below /api/v1, without leading slash. */
  path: string[];
  query: string;
  headers: Record<string, string>;
  body: Record<string, unknown>;
  caller: Caller;
}

export const isAdmin = (user: Row) => user['type'] === 'admin';
export const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
