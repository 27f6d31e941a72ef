/** Which account a mail domain belongs to: by its website, or by its own e-mail addresses. */
import * as v from 'valibot';
import { domainOf } from '../sync/model/people';
import { type EspoClient, problem } from './client';
import { addressesOf } from './people';
import { listPath, or, type Where } from './query';
import { EspoList, parse } from './schema';

/** Domains in one request: each is two conditions. */
const TOGETHER = 20;

const text = v.nullish(v.string(), '');
const Row = v.looseObject({ id: v.string(), website: text, emailAddress: text });

/** Ids of the accounts of each domain; of one that more may fit than a page holds, nobody says anything. */
export async function accountsOfDomains(
  client: EspoClient,
  domains: readonly string[],
  pageSize: number,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (let at = 0; at < domains.length; at += TOGETHER) {
    const part = domains.slice(at, at + TOGETHER);
    const rows = await likely(client, part, pageSize);
    if (rows.length >= pageSize) continue;
    for (const domain of part) found.set(domain, []);
    for (const { id, website, emailAddress } of rows) {
      const shown = [hostOf(website), domainOf(emailAddress)];
      // Found by another of its addresses: a list shows only the first one.
      const its = part.some((one) => shown.includes(one))
        ? []
        : (await addressesOf(client, 'Account', id)).map(domainOf);
      for (const domain of part) if ([...shown, ...its].includes(domain)) found.get(domain)?.push(id);
    }
  }
  return found;
}

async function likely(client: EspoClient, domains: readonly string[], maxSize: number) {
  const where: Where[] = [
    or(...domains.flatMap((one) => [like('website', `%${one}%`), like('emailAddress', `%@${one}`)])),
  ];
  const path = listPath('Account', { where, select: ['id', 'website', 'emailAddress'], maxSize });
  const answer = await client.send({ method: 'GET', path, headers: { 'X-No-Total': 'true' } });
  // Closed, or a website that may not be asked for: none is found.
  if (answer.status === 403) return [];
  if (answer.status !== 200) throw problem(answer);
  const rows = parse(EspoList, answer.body, 'Account list').list.flatMap((row) => {
    const parsed = v.safeParse(Row, row);
    return parsed.success ? [parsed.output] : [];
  });
  // Two of its addresses match: it comes twice (espo-versions.md 1.4).
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

const like = (attribute: string, value: string): Where => ({ type: 'like', attribute, value });

/** `https://www.customer.example/start` and `customer.example` are one: what people type. */
function hostOf(website: string): string {
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#:@\s]+)/i.exec(website.trim())?.[1] ?? '';
  return host
    .toLowerCase()
    .replace(/^www\./, '')
    .replace(/\.$/, '');
}
