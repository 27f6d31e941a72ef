/** What a typed address may mean: the bases to try, best first, and the origins to ask permission for. */
export interface TypedAddress {
  bases: string[];
  origins: string[];
}

export type AddressProblem = 'espo.addressMissing' | 'espo.plainHttp';

const isLoopback = (host: string): boolean => host === 'localhost' || host === '127.0.0.1';

/**
 * A sloppily typed address, completed: `crm.example.com/#Meeting`, `HTTPS://crm.example.com/api/v1/`, `localhost:8080/espo`.
 * Pure and synchronous, because the permission must be asked on the very click.
 */
export function readAddress(typed: string): TypedAddress | AddressProblem {
  const text = typed.trim().replace(/\\/g, '/');
  if (text === '' || /\s/.test(text)) return 'espo.addressMissing';
  const bare = text.replace(/^([a-z][a-z0-9+.-]*:)?\/+/i, '');
  const scheme = /^([a-z][a-z0-9+.-]*):\/+/i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return 'espo.addressMissing';
  let url: URL;
  try {
    url = new URL(`${scheme ?? 'https'}://${bare}`);
  } catch {
    return 'espo.addressMissing';
  }
  const host = url.hostname;
  if (host === '' || host.startsWith('[') || (!host.includes('.') && host !== 'localhost'))
    return host.startsWith('[') ? 'espo.plainHttp' : 'espo.addressMissing';
  // Only in a pattern, where it would ask for more than one site.
  if (host.includes('*')) return 'espo.addressMissing';
  if (url.username !== '' || url.password !== '') return 'espo.addressMissing';
  if (scheme === 'http' && !isLoopback(host)) return 'espo.plainHttp';
  const schemes = scheme ? [scheme] : isLoopback(host) ? ['http', 'https'] : ['https'];
  const bases = schemes.flatMap((s) => pathsOf(url.pathname).map((path) => `${s}://${url.host}${path}`));
  // Without a port: a pattern with one is refused by Firefox, and covers all ports anyway (platform.md).
  return { bases, origins: schemes.map((s) => `${s}://${host}/*`) };
}

/** The path as typed without what belongs to EspoCRM itself, then each parent up to the root. */
function pathsOf(pathname: string): string[] {
  const clean = pathname.replace(/\/(api(\/v1(\/.*)?)?|index\.php|public|client|install)?\/?$/i, '');
  const parts = clean.split('/').filter((p) => p !== '');
  return parts.map((_, i) => `/${parts.slice(0, parts.length - i).join('/')}`).concat('');
}
