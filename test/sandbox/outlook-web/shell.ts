/** The empty page around the surface: containers, styles, policy (outlook-web.md 1.2, 4). The look is our own. */
import type { SandboxResponse } from '../http.ts';
import { type PageConfig, pageScript } from './page.ts';
import { cardScript } from './page-cards.ts';

export interface Look {
  lang: string;
  dir: 'ltr' | 'rtl';
  theme: 'light' | 'dark';
  title: string;
  nonce: string;
}

const attribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

export const STYLE = `
:root{--colorNeutralBackground1:#fff;--colorNeutralBackground3:#f5f5f5;--colorNeutralForeground1:#242424;--colorNeutralForeground3:#616161;--colorNeutralStroke1:#d8d8d8;--colorBrandForeground1:#0f6cbd;--themePrimary:#0f6cbd;--neutralPrimary:#242424;--white:#fff;--tl:93%;--tt:22%}
:root[data-theme=dark]{--colorNeutralBackground1:#1f1f1f;--colorNeutralBackground3:#141414;--colorNeutralForeground1:#fff;--colorNeutralForeground3:#adadad;--colorNeutralStroke1:#444;--colorBrandForeground1:#479ef5;--themePrimary:#479ef5;--neutralPrimary:#fff;--white:#1f1f1f;--tl:24%;--tt:88%}
*{box-sizing:border-box}html,body{height:100%;margin:0}body{font:13px/1.35 "Segoe UI",system-ui,sans-serif;background:var(--colorNeutralBackground3);color:var(--colorNeutralForeground1);overflow:hidden}
button{font:inherit;color:inherit;background:none;border:0;padding:5px 10px;border-radius:4px;cursor:pointer}button:hover{background:color-mix(in srgb,var(--colorBrandForeground1) 12%,transparent)}
#app{height:100%;display:grid;grid-template:48px 40px 1fr/48px 236px 1fr}
#OwaTitleBar{grid-column:1/-1;background:#0f6cbd;color:#fff;display:flex;align-items:center;gap:16px;padding:0 18px;font-size:16px;font-weight:600}#topSearchInput{inline-size:340px;border:0;border-radius:4px;padding:6px 12px;background:#ffffffd9}
#LeftRail{grid-row:2/-1;background:var(--colorNeutralBackground3);display:grid;align-content:start;justify-items:center;gap:20px;padding-top:16px;font-size:18px}
[data-app-section=Ribbon]{grid-column:2/-1;display:flex;gap:4px;align-items:center;background:var(--colorNeutralBackground1);margin-inline-end:8px;border-radius:8px;padding:0 8px}[data-app-section=Ribbon] [aria-pressed=true]{border-bottom:2px solid var(--colorBrandForeground1);font-weight:600}
[data-app-section=Ribbon] .new{background:#0f6cbd;color:#fff;margin-inline-end:12px}
#leftPaneContainer{padding:12px 8px;overflow:auto}#leftPaneContainer [role=listbox]{display:grid}#leftPaneContainer [role=option]{text-align:start}#leftPaneContainer [role=option]::before{content:"";display:inline-block;inline-size:12px;block-size:12px;border-radius:50%;background:hsl(var(--hue) 60% 50%);margin-inline-end:8px;vertical-align:-1px}
#MainModule{background:var(--colorNeutralBackground1);margin:8px 8px 8px 0;border-radius:8px;overflow:hidden;min-height:0}
[data-app-section=CalendarModule]{height:100%;display:grid;grid-template-rows:44px 1fr}[data-app-section=CalendarSurfaceNavigationToolbar]{display:flex;align-items:center;padding:0 8px;border-bottom:1px solid var(--colorNeutralStroke1)}.heading{font-size:15px;font-weight:600}
[data-app-section=CalendarModuleSurface],[data-app-section^=Surface_]{height:100%;min-height:0}[data-app-section^=Surface_]{display:flex;flex-direction:column}
.heads,.allDayHeaderContent{display:grid;grid-template-columns:repeat(var(--days),1fr);margin-inline-start:44px}.heads>div{padding:6px 8px;border-inline-start:1px solid var(--colorNeutralStroke1)}.heads time{font-size:18px;margin-inline-start:6px}.heads .today{color:var(--colorBrandForeground1);font-weight:600}
.allDayHeaderContent{gap:2px;padding:2px 2px 4px;max-height:128px;overflow:auto;border-bottom:1px solid var(--colorNeutralStroke1);min-height:24px}
[data-app-section=calendar-view-0]{flex:1;min-height:0}.inDayScrollContainer{height:100%;overflow:auto}.inDayContentChild{display:grid;grid-template-columns:44px 1fr;height:1056px}
.hour{height:44px;text-align:center;font-size:11px;color:var(--colorNeutralForeground3)}.columns{position:relative;display:grid;grid-template-columns:repeat(var(--days),1fr);background:repeating-linear-gradient(transparent 0 43px,var(--colorNeutralStroke1) 43px 44px)}.column{border-inline-start:1px solid var(--colorNeutralStroke1)}
.templateColumnContent{position:absolute;inset:0}.timed{position:absolute;padding-inline-end:2px}.empty{position:absolute;inset-inline-start:0;top:528px;height:0;overflow:hidden}
.tile{position:relative;height:100%;overflow:hidden;padding:2px 6px;border-radius:4px;border-inline-start:4px solid hsl(var(--hue) 60% 48%);background:hsl(var(--hue) 65% var(--tl));color:hsl(var(--hue) 60% var(--tt));cursor:pointer}.tile span{display:block;overflow:hidden;text-overflow:ellipsis;font-weight:600}.tile .where{font-weight:400;font-size:12px}.tile i{position:absolute;inset-inline-end:4px;bottom:1px;font-style:normal;font-size:10px}.tile.free{background:transparent;border:1px solid hsl(var(--hue) 60% 48%);border-inline-start-width:4px}.tile.tentative{background-image:repeating-linear-gradient(135deg,#8882 0 4px,transparent 4px 8px)}.tile.cancelled span{text-decoration:line-through}
.focusManagedEntry,.focusManagedEntry>div{height:100%}.month{height:100%;display:grid;grid-template:repeat(6,1fr)/repeat(7,1fr);overflow:auto}.monthDayCell{border:1px solid var(--colorNeutralStroke1);border-width:0 0 1px 1px;padding:2px;overflow:hidden;min-height:92px}.monthDayCell .tile{height:20px;margin-top:2px}.monthDayCell .tile div{display:flex;gap:6px;white-space:nowrap}.monthDayCell.outside{background:var(--colorNeutralBackground3)}.monthDayCell.today>span{color:var(--colorBrandForeground1);font-weight:700}.more{padding:0 4px;font-size:11px}
[data-app-section=CalendarItemPeek]{position:fixed;z-index:1000;inline-size:330px;background:var(--colorNeutralBackground1);border:1px solid var(--colorNeutralStroke1);border-radius:8px;box-shadow:0 8px 24px #0004;padding:14px}.subject{font-size:17px;font-weight:600}.customScrollBar>div>span,.customScrollBar>div>button{display:block;margin:6px 0;padding:0}
.modal{position:fixed;inset:0;z-index:2000;background:#0006;display:grid;place-items:center}.ms-Modal-scrollableContent{position:relative;background:var(--colorNeutralBackground1);inline-size:min(760px,92vw);block-size:min(560px,90vh);overflow:auto;border-radius:8px;padding:16px}.close{position:absolute;inset-inline-end:8px;top:8px}.form{padding:8px 16px}[data-app-section=Toolbar]{display:flex;gap:4px;border-bottom:1px solid var(--colorNeutralStroke1);padding-bottom:6px;margin-bottom:14px}.row{margin:8px 0}#UniqueMessageBody_1{margin-top:16px;padding-top:12px;border-top:1px solid var(--colorNeutralStroke1);white-space:pre-wrap}
`;

function containers(words: Record<string, string>): string {
  const word = (name: string) => attribute(words[name] ?? '');
  const tab = (id: string, name: string) =>
    `<button type="button" data-unique-id="Ribbon-${id}" data-view="${name}" aria-label="${word(name)}">${word(name)}</button>`;
  return `<div data-app-section="Ribbon"><button type="button" class="new" data-unique-id="Ribbon-2532" aria-label="${word('create')}">${word('create')}</button>${tab('2504', 'day')}${tab('2505', 'workweek')}${tab('2519', 'week')}${tab('2520', 'month')}</div>
<div id="leftPaneContainer"><div role="complementary"><table role="grid"><tbody><tr><td aria-selected="true"></td></tr></tbody></table>
<button type="button" id="calendarGroupHeader_1" aria-expanded="true">${word('calendars')}</button><div role="listbox" aria-multiselectable="true"></div></div></div>
<div id="MainModule"><div data-app-section="CalendarModule"><div data-app-section="CalendarSurfaceNavigationToolbar" role="toolbar"></div>
<div data-app-section="CalendarModuleSurface" role="main" aria-label="${word('surface')}"></div><div id="live" aria-live="polite" style="position:absolute;clip-path:inset(50%)"></div></div></div>`;
}

/** Served as text; a build may have wrapped functions in a helper that the page does not have. */
const source = (config: PageConfig) =>
  `const __name=(target)=>target;const config=${JSON.stringify(config).replaceAll('<', '\\u003c')};(${pageScript.toString()})(config,(${cardScript.toString()})(config));`;

export function shell(look: Look, config: PageConfig): SandboxResponse {
  const { nonce } = look;
  const inner = config.item
    ? '<div id="MainModule" style="grid-column:2/-1;overflow:auto"></div>'
    : containers(config.words);
  const body = `<!doctype html>
<html lang="${attribute(look.lang)}" dir="${look.dir}" data-theme="${look.theme}"><head><meta charset="utf-8"><title>${attribute(look.title)}</title><style>${STYLE}</style></head>
<body><div id="app" class="fui-FluentProvider"><div id="OwaTitleBar">Outlook<input id="topSearchInput" aria-label="Search"></div><div id="LeftRail"><button type="button" data-to="mail" aria-label="Mail">✉</button><button type="button" data-to="calendar" aria-label="Calendar">▦</button></div>${inner}<div id="fluent-default-layer-host"></div></div>
<script nonce="${nonce}">${source(config)}</script></body></html>`;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors 'self'${config.hosted ? ' https://teams.microsoft.com https://teams.cloud.microsoft' : ''}`,
    "require-trusted-types-for 'script'",
    'trusted-types owa',
  ].join('; ');
  return {
    status: 200,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Content-Security-Policy', policy],
      ['Cache-Control', 'no-store'],
      ['X-Content-Type-Options', 'nosniff'],
    ],
    body,
  };
}
