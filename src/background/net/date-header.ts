/** What a server's clock says. */

/** EspoCRM writes years in four digits: what lies beyond, or will with some months added, is no time of a server's. */
const [FIRST, LAST] = [Date.UTC(1970, 0), Date.UTC(9990, 0)];

/** UTC milliseconds; undefined where there is none, or none that a clock could show. */
export function serverDate(headers: Headers): number | undefined {
  const date = Date.parse(headers.get('date') ?? '');
  return date >= FIRST && date < LAST ? date : undefined;
}
