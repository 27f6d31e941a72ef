/** One request (or batch member) on its way through the stand-in. */

import type { DeltaStore } from './delta.ts';
import type { Fields, Mailbox } from './model.ts';
import type { Prefer, Query } from './query.ts';
import type { Shape } from './render.ts';
import type { Tenant } from './tenant.ts';

export interface Identity {
  oid: string;
  scopes: string[];
  /** The app the token was given to; limits are per mailbox and app. */
  app?: string;
  /** A claims challenge (JSON) instead of access: 401 insufficient_claims (graph.md 10). */
  claims?: string;
}

export interface Reply {
  status: number;
  headers: [string, string][];
  body?: Fields | undefined;
}

export interface Context {
  tenant: Tenant;
  deltas: DeltaStore;
  identity: Identity;
  method: string;
  /** `https://host/v1.0` */
  base: string;
  /** Path without the version, as it was sent. */
  path: string;
  query: Query;
  rawQuery: URLSearchParams;
  prefer: Prefer;
  headers: Record<string, string>;
  body: Fields;
  box: Mailbox;
}

export const shapeOf = (context: Context): Shape => ({
  immutable: context.prefer.immutable,
  zone: context.prefer.zone,
  text: context.prefer.text,
});

export const metadata = (context: Context, rest: string) =>
  `${context.base}/$metadata#users('${context.identity.oid}')/${rest}`;

export const ok = (body: Fields): Reply => ({ status: 200, headers: [], body });
export const done = (status: number): Reply => ({ status, headers: [] });
