/** The pages a person sees. Plain links, so that a test can click them by id; no script. */
import type { SandboxResponse } from '../http.ts';

export const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const STYLE = `body{font:15px/1.5 "Segoe UI",system-ui,sans-serif;background:#eef1f6;margin:0;display:grid;place-items:center;min-height:100vh;color:#1b1b1b}
main{background:#fff;width:26rem;padding:2.5rem;box-shadow:0 2px 12px #0002;border-radius:4px}h1{font-size:1.4rem;font-weight:600;margin:0 0 1rem}
a{display:block;padding:.6rem .9rem;margin:.4rem 0;border:1px solid #c8ccd4;border-radius:3px;color:#0b57a4;text-decoration:none}a.main{background:#0b57a4;color:#fff}
small{color:#616161}li{margin:.2rem 0}`;

export function page(
  status: number,
  title: string,
  content: string,
  headers: [string, string][] = [],
): SandboxResponse {
  return {
    status,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Cache-Control', 'no-store, no-cache'],
      ['X-Frame-Options', 'DENY'],
      ['Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'"],
      ...headers,
    ],
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title><style>${STYLE}</style></head><body><main><h1>${escape(title)}</h1>${content}</main></body></html>`,
  };
}

export const link = (id: string, href: string, text: string, main = false) =>
  `<a id="${escape(id)}"${main ? ' class="main"' : ''} href="${escape(href)}">${escape(text)}</a>`;

export const list = (items: string[]) => `<ul>${items.map((item) => `<li>${escape(item)}</li>`).join('')}</ul>`;
