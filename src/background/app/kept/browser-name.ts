/** Brands by which Chromium browsers call themselves, besides the made-up one that is always among them. */
const BRANDS = /^(Google Chrome|Microsoft Edge|Opera|Brave|Vivaldi|Chromium)$/;

export interface Hints {
  brands: { brand: string }[];
  platform: string;
}

/** As the user's other browsers call this one: "Microsoft Edge on Windows". */
export function nameOf({ userAgentData, userAgent }: { userAgentData?: Hints; userAgent: string }): string {
  const brands = userAgentData?.brands.map((b) => b.brand).filter((b) => BRANDS.test(b)) ?? [];
  const brand =
    brands.find((b) => b !== 'Chromium') ?? brands[0] ?? (/Firefox/.test(userAgent) ? 'Firefox' : 'a browser');
  const platform = userAgentData?.platform || (/\(([^;)]+)/.exec(userAgent)?.[1] ?? '');
  return platform === '' ? brand : `${brand} on ${platform}`;
}
