/**
 * Makes the test data of the contract test out of the full recordings:
 *   node test/data/espo/cut.mjs <folder with espo/ and espo-versions/> [<facts folder>]
 * Writes the recordings, cut to what a sync client reads and gzipped, beside this file and into ../espo-versions, and
 * one <version>.json of static facts (field definitions, attribute lists, settings) for the stand-in.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const source = process.argv[2];
const factsFolder = process.argv[3] ?? join(here, '../../sandbox/espo/facts');
if (!source) throw new Error('usage: cut.mjs <source folder> [<facts folder>]');

const EVENT_LIKE = ['Meeting', 'Call', 'CVisit', 'Visit', 'Inspection'];
const KEEP = [...EVENT_LIKE, 'Task', 'Contact', 'Lead', 'Account', 'User'];
const SCOPE_KEYS = /^(entity|object|disabled|type|module|isCustom|calendar|activity|statusField|attendeeLinkMap|.*StatusList)$/;
const FIELD_KEYS =
  /^(type|required|maxLength|options|pattern|default|notStorable|readOnly|readOnlyAfterCreate|entityList|min|max|isCustom)$/;

const pick = (object, test) => Object.fromEntries(Object.entries(object ?? {}).filter(([key]) => test(key)));
const map = (object, change) => Object.fromEntries(Object.entries(object ?? {}).map(([k, v]) => [k, change(v, k)]));
const kept = (key) => KEEP.includes(key);

function cutMetadata(body) {
  const cut = {};
  if (body.scopes) cut.scopes = map(pick(body.scopes, kept), (scope) => pick(scope, (key) => SCOPE_KEYS.test(key)));
  if (body.entityDefs) {
    cut.entityDefs = map(pick(body.entityDefs, kept), (def) => ({
      ...(def.fields ? { fields: map(def.fields, (field) => pick(field, (key) => FIELD_KEYS.test(key))) } : {}),
      ...('optimisticConcurrencyControl' in def
        ? { optimisticConcurrencyControl: def.optimisticConcurrencyControl }
        : {}),
    }));
  }
  return cut;
}

/** The same for an answer to ?key=a.b.c: put it where it belongs, cut, take it out again. */
function cutMetadataAt(path, body) {
  if (body === '' || body === null || typeof body !== 'object') return body;
  const keys = path === '' ? [] : path.split('.');
  const deep = keys.length > 2 && !(keys.length === 3 && keys[2] === 'fields');
  if (deep || (keys[0] !== undefined && keys[0] !== 'scopes' && keys[0] !== 'entityDefs')) return body;
  const whole = keys.reduceRight((inner, key) => ({ [key]: inner }), body);
  return keys.reduce((inner, key) => inner?.[key], cutMetadata(whole));
}

function cutI18n(body) {
  const cut = {};
  if (body.Global) {
    cut.Global = {};
    for (const key of ['scopeNames', 'scopeNamesPlural']) {
      if (body.Global[key]) cut.Global[key] = pick(body.Global[key], kept);
    }
  }
  for (const entity of EVENT_LIKE) {
    const labels = body[entity];
    if (!labels) continue;
    cut[entity] = {
      ...(labels.fields ? { fields: pick(labels.fields, (key) => /location|place/i.test(key)) } : {}),
      ...(labels.options?.status ? { options: { status: labels.options.status } } : {}),
    };
  }
  return cut;
}

function cutBody(request, body, version) {
  // Pages outside the API are not compared.
  if (typeof body === 'string' && !request.path.includes('/api/v1/')) return '';
  if (body === null || typeof body !== 'object') return body;
  const [path, query] = request.path.replace(/^\/api\/v1\//, '').split('?');
  // Before 8.2 ?key= is ignored and the whole comes (espo-versions.md 1.5).
  const key = new URLSearchParams(query ?? '').get('key') ?? '';
  if (path === 'Metadata') return cutMetadataAt(version.startsWith('7') ? '' : key, body);
  if (path === 'I18n') return cutI18n(body);
  if (path === 'App/about') return { ...body, text: 'EspoCRM' };
  if (path === 'OpenApi') return { openapi: body.openapi };
  if (path === 'App/user' && body.user) {
    const { timeZoneList: _zones, addressCountryData: _countries, ...appParams } = body.appParams ?? {};
    const { fieldTableQuickAccess: _quick, ...acl } = body.acl ?? {};
    return { ...body, acl, appParams };
  }
  if (request.method === 'PUT' && path.startsWith('Admin/fieldManager')) return pick(body, (name) => FIELD_KEYS.test(name));
  if (/^User\/[^/]+\/acl$/.test(path)) return pick(body, (name) => name !== 'fieldTableQuickAccess');
  return body;
}

const order = (name) => Number(name.slice(0, 2));
const files = (folder) => readdirSync(folder).filter((n) => n.endsWith('.jsonl')).sort((a, b) => order(a) - order(b));
const read = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

/** Attribute names as the server answers them, by kind of answer: the shapes that the stand-in fills. */
function shapesOf(exchanges) {
  const shapes = {};
  const admin = (request) => (request.headers['Espo-Authorization'] ?? '').startsWith('YWRtaW46');
  const union = (old, keys) => [...(old ?? []), ...keys.filter((key) => !(old ?? []).includes(key))];
  for (const { request, response } of exchanges) {
    const match = /^\/api\/v1\/([A-Z]\w*)(\/[0-9a-z]{17})?(?:\?(.*))?$/.exec(request.path);
    const body = response.body;
    if (!match || response.status !== 200 || body === null || typeof body !== 'object') continue;
    const entity = match[1] === 'Visit' ? 'CVisit' : match[1];
    if (![...KEEP, 'Role', 'Preferences'].includes(entity)) continue;
    const who = admin(request) && entity !== 'Role' ? 'admin' : '';
    shapes[entity] ??= {};
    const shape = shapes[entity];
    if (match[2]) shape[`${who}record`] = union(shape[`${who}record`], Object.keys(body));
    else if (request.method === 'POST') {
      const keys = Object.keys(body);
      shape[`${who}create`] = shape[`${who}create`]?.filter((key) => keys.includes(key)) ?? keys;
    } else if (body.list?.[0] && !/select|Select/i.test(match[3] ?? '')) {
      shape[`${who}list`] = union(shape[`${who}list`], Object.keys(body.list[0]));
    }
  }
  return shapes;
}

function factsOf(exchanges, version) {
  const find = (path, header) =>
    exchanges.find(
      ({ request, response }) =>
        response.status === 200 && request.path === `/api/v1/${path}` && header(request.headers),
    )?.response.body;
  const named = (name) => (headers) =>
    Buffer.from(headers['Espo-Authorization'] ?? '', 'base64').toString().startsWith(`${name}:`);
  const adminUser = find('App/user', named('admin'));
  const anna = exchanges.find(({ note }) => note === 'App/user anna').response.body;
  const zoe = find('App/user', named('zoe'));
  const full = exchanges.find(({ note }) => note === 'full metadata').response.body;
  const metadata = cutMetadata(full);
  const cutOf = (body) => cutBody({ path: '/api/v1/App/user' }, body, version);
  const adminSettings = exchanges.find(({ request }) => request.method === 'PUT' && request.path === '/api/v1/Settings');
  return {
    version,
    ...metadata,
    i18n: cutI18n(find('I18n', named('anna'))),
    publicI18n: cutI18n(exchanges.find(({ note }) => /^I18n unauth/.test(note)).response.body),
    publicSettings: find('Settings', (headers) => !headers['Espo-Authorization']),
    settings: anna.settings,
    adminSettings: adminUser.settings,
    putSettings: adminSettings?.response.body,
    preferences: anna.preferences,
    appParams: cutOf(anna).appParams,
    acl: cutOf(zoe).acl,
    annaAcl: pick(cutOf(anna).acl, (key) => key === 'fieldTable'),
    adminAcl: cutOf(adminUser).acl,
    falseScopes: exchanges
      .filter(({ request }) => /^\/api\/v1\/User\/[^/]+\/acl$/.test(request.path))
      .map(({ response }) => Object.keys(pick(response.body.table, (key) => response.body.table[key] === false)))[0],
    /** What User/{id}/acl shows beside App/user's table. */
    aclMore: exchanges
      .filter(({ request }) => /^\/api\/v1\/User\/[^/]+\/acl$/.test(request.path))
      .map(({ response }) =>
        pick(response.body.table, (key) => response.body.table[key] !== false && !(key in anna.acl.table)),
      )[0],
    users: { admin: adminUser.user, regular: anna.user },
    shapes: shapesOf(exchanges),
  };
}

function run(folder, target, version) {
  mkdirSync(target, { recursive: true });
  const all = [];
  for (const name of files(folder)) {
    const exchanges = read(join(folder, name));
    all.push(...exchanges);
    const lines = exchanges.map(({ note, request, response }) => {
      const { method, path, headers, body } = request;
      const { status, reason } = response;
      const cut = cutBody(request, response.body, version);
      const answer = { status, reason, headers: response.headers, body: cut };
      return JSON.stringify({ note, request: { method, path, headers, body }, response: answer });
    });
    writeFileSync(join(target, `${name}.gz`), gzipSync(lines.join('\n'), { level: 9 }));
  }
  mkdirSync(factsFolder, { recursive: true });
  writeFileSync(join(factsFolder, `${version}.json`), `${JSON.stringify(factsOf(all, version))}\n`);
}

run(join(source, 'espo'), here, '9.2.7');
for (const version of ['7.5.6', '8.4.2', '9.3.10', '10.0.0']) {
  run(join(source, 'espo-versions', version), join(here, '../espo-versions', version), version);
}
