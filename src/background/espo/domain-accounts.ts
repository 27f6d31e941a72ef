/** Which account a mail domain belongs to: by its website, or by its own e-mail addresses. */
import * as v from 'valibot';
import { domainOf } from '../sync/model/people';
import { type EspoClient, isClosed, problem } from './client';
import { fitting, pagesOf } from './page-of-several';
import { addressesOf } from './people';
import { listPath, or, type Where } from './query';
import { EspoList, parse } from './schema';

const text = v.nullish(v.string(), '');
const Row = v.looseObject({ id: v.string(), website: text, emailAddress: text });

/** What stands for a domain in a pattern of the database, and nothing else. */
const DOMAIN = /^[\p{L}\p{M}\p{N}-]+(\.[\p{L}\p{M}\p{N}-]+)+$/u;

export const isDomain = (text: string): boolean => DOMAIN.test(text);

/** Ids of the accounts of each domain; undefined for one that more may fit than a page holds. What the user may not look for nobody has. */
export async function accountsOfDomains(
  client: EspoClient,
  domains: readonly string[],
  pageSize: number,
): Promise<Map<string, string[] | undefined>> {
  const found = new Map<string, string[] | undefined>(domains.map((domain) => [domain, []]));
  const full = await pagesOf(fitting(domains, costOf), async (part) => {
    const rows = await likely(client, part, pageSize);
    if (!rows) return false;
    for (const { id, website, emailAddress } of rows) {
      const shown = [hostOf(website), domainOf(emailAddress)];
      // Found by another of its addresses: a list shows only the first one.
      const its = part.some((one) => shown.includes(one))
        ? []
        : (await addressesOf(client, 'Account', id)).map(domainOf);
      for (const domain of part) if ([...shown, ...its].includes(domain)) found.get(domain)?.push(id);
    }
    return true;
  });
  for (const domain of full) found.set(domain, undefined);
  return found;
}

/** How a website of that domain may be written, and an address: as near as patterns come, since of each record in doubt all is read. */
const patternsOf = (domain: string): Where[] => [
  ...[`${domain}%`, `www.${domain}%`, `%//${domain}%`, `%//www.${domain}%`].map((one) => like('website', one)),
  like('emailAddress', `%@${domain}`),
];

const costOf = (domain: string): number => 5 * (encodeURIComponent(domain).length + 65);

/** undefined: there are more. */
async function likely(client: EspoClient, domains: readonly string[], maxSize: number) {
  const where: Where[] = [or(...domains.flatMap(patternsOf))];
  const path = listPath('Account', { where, select: ['id', 'website', 'emailAddress'], maxSize });
  const answer = await client.send({ method: 'GET', path, headers: { 'X-No-Total': 'true' } });
  if (isClosed(answer)) return [];
  if (answer.status !== 200) throw problem(answer);
  const { list } = parse(EspoList, answer.body, 'Account list');
  if (list.length >= maxSize) return undefined;
  const rows = list.flatMap((row) => {
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
