import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readManaged } from '../../src/shared/managed.ts';
import { SETTINGS } from '../../src/shared/settings.ts';
import { type JsonSchema, managedSchema } from './managed-schema.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const schema = JSON.parse(read('public/managed-schema.json')) as JsonSchema;

/** Every node of a schema, with its place. */
function nodes(node: JsonSchema, place = ''): [string, JsonSchema][] {
  const inner = Object.entries({ ...node.properties, ...(node.items ? { '[]': node.items } : {}) });
  const more = node.additionalProperties ? nodes(node.additionalProperties, `${place}.*`) : [];
  return [[place, node], ...inner.flatMap(([key, one]) => nodes(one, `${place}.${key}`)), ...more];
}

describe('the schema of policies', () => {
  it('is that of the settings (npx tsx test/contract/managed-schema-cli.ts makes it anew)', () => {
    expect(schema).toEqual(managedSchema());
  });

  it('knows every setting that may be locked, and no other', () => {
    const lockable = Object.entries(SETTINGS).flatMap(([key, { lockable }]) => (lockable ? [key] : []));
    for (const part of ['locked', 'defaults'])
      expect(Object.keys(schema.properties?.[part]?.properties ?? {}).sort()).toEqual([...lockable].sort());
  });

  it('is one that Chromium loads: an object without additional properties, one type a value, no keyword that it does not know', () => {
    expect(schema.type).toBe('object');
    expect(schema.additionalProperties).toBeUndefined();
    const known = [
      'type',
      'title',
      'description',
      'enum',
      'items',
      'properties',
      'additionalProperties',
      'minimum',
      'maximum',
    ];
    for (const [place, node] of nodes(schema)) {
      expect([place, typeof node.type]).toEqual([place, 'string']);
      expect([place, Object.keys(node).filter((key) => !known.includes(key))]).toEqual([place, []]);
      expect([place, node.type === 'array' ? node.items !== undefined : true]).toEqual([place, true]);
    }
  });
});

/** What an example sets for the extension, however deep its browser wants it. */
function policyIn(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('clientId' in value) return value as Record<string, unknown>;
  return Object.values(value)
    .map(policyIn)
    .find((found) => found !== undefined);
}

/** The values of a .reg file below our key, the parts as JSON. */
function registry(text: string): Record<string, unknown> {
  const values = [...text.matchAll(/^"(\w+)"=(?:"((?:[^"\\]|\\.)*)"|dword:([0-9a-f]{8}))$/gm)];
  return Object.fromEntries(
    values.flatMap(([, key = '', string, number]) => {
      if (!/^\d/.test(key) && string !== undefined) {
        const plain = string.replaceAll(/\\(["\\])/g, '$1');
        return [[key, /^[[{]/.test(plain) ? JSON.parse(plain) : plain]];
      }
      if (number === undefined) return [];
      const isFlag = schema.properties?.[key]?.type === 'boolean';
      return [[key, isFlag ? number.endsWith('1') : Number.parseInt(number, 16)]];
    }),
  );
}

describe('every example of a policy', () => {
  const files = readdirSync(new URL('docs/policies/', ROOT)).filter((file) => /\.(json|reg)$/.test(file));
  it('there is one for each browser', () => {
    expect(files).toEqual(
      expect.arrayContaining(['chrome.json', 'edge.json', 'firefox.json', 'intune.json', 'windows.reg']),
    );
  });

  it.each(files)('%s is understood', (file) => {
    const text = read(`docs/policies/${file}`);
    const policy = file.endsWith('.reg') ? registry(text) : policyIn(JSON.parse(text));
    expect(Object.keys(policy ?? {})).toContain('clientId');
    expect(readManaged(policy ?? {}).wrong).toEqual([]);
  });
});
