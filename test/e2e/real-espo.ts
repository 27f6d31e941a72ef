/**
 * A real EspoCRM, named by ESPO_URL, ESPO_USER and ESPO_PASSWORD. Everything made there carries a mark in its name and is removed
 * at the end. With ESPO_ADMIN_USER and ESPO_ADMIN_PASSWORD the entity type Visit is made where it is missing, and removed.
 */
import type { EspoSide, Row } from './espo-side.ts';

export const MARK = '[sync test] ';

interface Call {
  method?: string;
  body?: unknown;
}

export class Api {
  readonly #site: string;
  readonly #authorization: string;
  readonly #fetch: typeof fetch;

  constructor(site: string, user: string, password: string, over = fetch) {
    this.#site = site;
    this.#fetch = over;
    this.#authorization = Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
  }

  async ask<T>(path: string, { method = 'GET', body }: Call = {}): Promise<T> {
    const answer = await this.#fetch(`${this.#site}/api/v1/${path}`, {
      method,
      headers: {
        'Espo-Authorization': this.#authorization,
        'Content-Type': 'application/json',
        'X-Skip-Duplicate-Check': 'true',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`EspoCRM: ${method} ${path}: ${answer.status} ${text.slice(0, 200)}`);
    return (text === '' ? {} : JSON.parse(text)) as T;
  }
}

type Fields = Record<string, { type?: string; readOnly?: boolean }>;

async function visitType(api: Api, admin: Api | undefined): Promise<{ type: string | undefined; made: boolean }> {
  const scopes = await api.ask<Record<string, { type?: string } | undefined>>('Metadata?key=scopes');
  const known = ['CVisit', 'Visit'].find((name) => scopes[name]?.type === 'Event');
  if (known !== undefined || !admin) return { type: known, made: false };
  const made = await admin.ask<{ name?: string }>('EntityManager/action/createEntity', {
    method: 'POST',
    body: { name: 'Visit', type: 'Event', labelSingular: 'Visit', labelPlural: 'Visits', disabled: false },
  });
  const after = await admin.ask<Record<string, { type?: string } | undefined>>('Metadata?key=scopes');
  const type = ['CVisit', 'Visit'].find((name) => after[name]?.type === 'Event') ?? made.name;
  return { type, made: true };
}

export async function realEspo(env: NodeJS.ProcessEnv): Promise<EspoSide> {
  const site = String(env['ESPO_URL']).replace(/\/+$/, '');
  const login = { userName: String(env['ESPO_USER']), password: String(env['ESPO_PASSWORD']) };
  const api = new Api(site, login.userName, login.password);
  const admin =
    env['ESPO_ADMIN_USER'] === undefined
      ? undefined
      : new Api(site, env['ESPO_ADMIN_USER'], String(env['ESPO_ADMIN_PASSWORD']));
  const { user } = await api.ask<{ user: { id: string } }>('App/user');
  const visit = await visitType(api, admin);
  const table = (await api.ask<{ acl: { table: Record<string, unknown> } }>('App/user')).acl.table;
  const usable = (type: string) =>
    typeof table[type] === 'object' || (table[type] === undefined && admin === undefined);
  const types = [
    { type: 'Meeting', name: 'Meeting', label: '' },
    { type: 'Call', name: 'Call', label: 'Call' },
    ...(visit.type === undefined ? [] : [{ type: visit.type, name: 'Visit', label: 'Visit' }]),
  ].filter(({ type }) => usable(type));
  const places = new Map<string, string | undefined>();
  for (const { type } of types) {
    const fields = await api.ask<Fields>(`Metadata?key=entityDefs.${type}.fields`);
    const field = ['location', 'cLocation'].find((name) => fields[name]?.type === 'varchar' && !fields[name]?.readOnly);
    places.set(type, field);
  }

  const rows = async (type: string): Promise<Row[]> => {
    const found: Row[] = [];
    for (let offset = 0; ; offset += 100) {
      const where = `where[0][type]=contains&where[0][attribute]=name&where[0][value]=${encodeURIComponent(MARK.trim())}`;
      const query = `maxSize=100&offset=${offset}&orderBy=createdAt&order=asc&select=id,name&${where}`;
      const { list } = await api.ask<{ list: { id: string }[] }>(`${type}?${query}`);
      // Lists cut long texts: each record is read by itself.
      for (const { id } of list) found.push(await api.ask<Row>(`${type}/${id}`));
      if (list.length < 100) return found;
    }
  };
  const all = async () => (await Promise.all(types.map(({ type }) => rows(type)))).flat();
  const versions = new Map<string, string>();
  let writes = 0;
  return {
    address: site,
    site,
    pattern: `${new URL(site).protocol}//${new URL(site).hostname}/*`,
    login,
    types,
    hands: {
      typeName: (type) => types.find(({ name }) => name === type)?.type,
      placeField: (type) => places.get(type),
      create: (type, body) => api.ask(type, { method: 'POST', body }),
      me: user.id,
      ben: undefined,
      prefix: MARK,
    },
    rows,
    // A real server shows no log: what moved its time was written.
    writes: async () => {
      const now = await all();
      for (const { id, modifiedAt } of now) {
        if (versions.get(id) !== String(modifiedAt)) writes += 1;
        versions.set(id, String(modifiedAt));
      }
      for (const id of versions.keys())
        if (!now.some((row) => row.id === id)) {
          versions.delete(id);
          writes += 1;
        }
      return writes;
    },
    requests: () => undefined,
    cleanUp: async () => {
      for (const { type } of types)
        for (const { id } of await rows(type)) await api.ask(`${type}/${id}`, { method: 'DELETE' });
      if (visit.made && admin)
        await admin.ask('EntityManager/action/removeEntity', { method: 'POST', body: { name: visit.type } });
    },
  };
}
