/** The schema of policies as Chrome and Edge read it, made of what the extension itself reads: one type a value, and nothing else that Chromium's own reader refuses. */
import * as v from 'valibot';
import { MANAGED_KEYS, type ManagedKey } from '../../src/shared/managed.ts';

export interface JsonSchema {
  type: 'object' | 'array' | 'string' | 'boolean' | 'integer';
  title?: string;
  description?: string;
  enum?: readonly string[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema;
  minimum?: number;
  maximum?: number;
}

type Any = v.GenericSchema & {
  type: string;
  options?: readonly unknown[];
  item?: Any;
  wrapped?: Any;
  value?: Any;
  entries?: Record<string, Any>;
  pipe?: readonly { type: string; requirement?: unknown }[];
};

/** Throws for a kind of value that no policy can have yet. */
function jsonOf(schema: Any): JsonSchema {
  const limit = (type: string) => schema.pipe?.find((one) => one.type === type)?.requirement as number | undefined;
  switch (schema.type) {
    case 'optional':
      return jsonOf(schema.wrapped as Any);
    case 'boolean':
    case 'string':
      return { type: schema.type };
    case 'number': {
      const [minimum, maximum] = [limit('min_value'), limit('max_value')];
      return {
        type: 'integer',
        ...(minimum === undefined ? {} : { minimum }),
        ...(maximum === undefined ? {} : { maximum }),
      };
    }
    case 'picklist':
      return { type: 'string', enum: schema.options as string[] };
    case 'union':
      // '' or a date.
      return { type: 'string' };
    case 'array':
      return { type: 'array', items: jsonOf(schema.item as Any) };
    case 'record':
      return { type: 'object', additionalProperties: jsonOf(schema.value as Any) };
    case 'object':
    case 'strict_object': {
      const entries = Object.entries(schema.entries ?? {});
      return { type: 'object', properties: Object.fromEntries(entries.map(([key, one]) => [key, jsonOf(one)])) };
    }
    default:
      throw new Error(`no policy can say ${schema.type}`);
  }
}

const SAYS: Record<ManagedKey, string> = {
  clientId: 'Application (client) ID of the app registration in Entra ID.',
  tenantId: 'Directory (tenant) ID, or a domain of the directory.',
  cloud: "Microsoft's cloud that the mailboxes are in.",
  espoAddress: 'Address of EspoCRM, as it is opened in a browser.',
  stayConnected: 'Whether EspoCRM stays connected when the browser is closed.',
  allowedDirections: 'Directions that users may choose. With one, it is the one.',
  allowedEntities: 'Kinds of EspoCRM records that may be synced, by their names in EspoCRM: Meeting, Call.',
  shortestInterval: 'Minutes that lie at least between two runs that begin by themselves.',
  longestInterval: 'Minutes that lie at most between two runs that begin by themselves.',
  locked: 'Settings that users see and cannot change.',
  defaults: 'Settings as a new user finds them.',
};

export function managedSchema(): JsonSchema {
  const keys = Object.keys(MANAGED_KEYS) as ManagedKey[];
  return {
    type: 'object',
    properties: Object.fromEntries(
      keys.map((key) => [key, { description: SAYS[key], ...jsonOf(MANAGED_KEYS[key] as unknown as Any) }]),
    ),
  };
}
