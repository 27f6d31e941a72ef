/**
 * Outlook on the web's calendar, drawn from a mailbox of the Graph stand-in (outlook-web.md). It serves all hosts of
 * OUTLOOK_HOSTS; teams.microsoft.com is a page that frames /hosted/calendar.
 *
 *   /calendar/view/(day|workweek|week|month)?date=2026-12-01&rerender=200&ids=default|immutable|none&lang=de&theme=dark&dir=rtl&tiles=500&poll=1000&user=<oid>
 *   /calendar/item/<id>, /calendar/[0/]deeplink/read/<id>, /owa/?itemid=<id>    the form as a tab of its own
 *
 * What a query does not say, `control` says for all pages.
 */
import { htmlToText } from '../graph/html.ts';
import type { Mailbox, Ref } from '../graph/model.ts';
import type { GraphServer } from '../graph/server.ts';
import { dayOf } from '../graph/zones.ts';
import { hex, type SandboxRequest, type SandboxResponse, type StandIn, type World } from '../http.ts';
import { type Feed, type FeedOptions, feed, tileOfRef, type View, zoneOf } from './feed.ts';
import { languageOf, UI } from './labels.ts';
import { shell } from './shell.ts';

export const OUTLOOK_HOSTS = [
  'outlook.office.com',
  'outlook.office365.com',
  'outlook.live.com',
  'outlook.cloud.microsoft',
  'teams.microsoft.com',
];

export interface OutlookControl {
  /** oid of the mailbox that is signed in; undefined = the first one there is. */
  user: string | undefined;
  view: View;
  /** `YYYY-MM-DD`; undefined = today. */
  date: string | undefined;
  lang: string;
  ids: FeedOptions['ids'];
  theme: 'light' | 'dark';
  dir: 'ltr' | 'rtl';
  /** Milliseconds between re-creations of all tiles; 0 = never. */
  rerender: number;
  /** Milliseconds between looks for changes; 0 = never. */
  poll: number;
  /** At least so many tiles. */
  tiles: number;
  log: { time: number; host: string; path: string; status: number }[];
}

export interface OutlookOptions {
  world: World;
  graph: GraphServer;
  onRefuse?: (line: string) => void;
}

const VIEWS: View[] = ['day', 'workweek', 'week', 'month'];
const IDS: FeedOptions['ids'][] = ['default', 'immutable', 'none'];

export class OutlookWebServer implements StandIn {
  readonly control: OutlookControl = {
    user: undefined,
    view: 'week',
    date: undefined,
    lang: 'en-US',
    ids: 'immutable',
    theme: 'light',
    dir: 'ltr',
    rerender: 0,
    poll: 2000,
    tiles: 0,
    log: [],
  };
  private readonly world: World;
  private readonly graph: GraphServer;
  private readonly onRefuse: ((line: string) => void) | undefined;

  constructor(options: OutlookOptions) {
    this.world = options.world;
    this.graph = options.graph;
    this.onRefuse = options.onRefuse;
  }

  async handle(request: SandboxRequest): Promise<SandboxResponse> {
    const url = new URL(request.url);
    const answer = request.method === 'GET' ? this.route(url) : plain(405, 'Only GET.');
    this.control.log.push({
      time: this.world.now(),
      host: url.host,
      path: url.pathname + url.search,
      status: answer.status,
    });
    if (answer.status >= 400) this.onRefuse?.(`outlook ${url.pathname}: ${answer.status} ${answer.body}`);
    return answer;
  }

  /** What a page shows, as data: for tests without a browser. */
  feed(oid: string, options: Partial<FeedOptions> = {}): Feed {
    const { box } = this.graph.control.mailbox(oid);
    return feed(this.graph.control.tenant, box, this.options(new URLSearchParams(), box, options));
  }

  private route(url: URL): SandboxResponse {
    if (url.host.startsWith('teams.')) return teams();
    const box = this.box(url.searchParams.get('user'));
    if (!box) return plain(404, 'No such mailbox.');
    const path = url.pathname;
    if (path === '/__owa/feed') return json(feed(this.graph.control.tenant, box, this.options(url.searchParams, box)));
    const item = /^\/calendar\/(?:item|(?:\d+\/)?deeplink\/read)\/(.+)$/.exec(path)?.[1];
    if (item !== undefined) return this.item(url, box, decodeURIComponent(item));
    const asked = url.searchParams.get('itemid') ?? url.searchParams.get('ItemID');
    if (path.startsWith('/owa') && asked !== null) return this.item(url, box, asked.replaceAll(' ', '+'));
    if (/^\/(hosted\/)?calendar(\/|$)/.test(path)) return this.surface(url, box);
    if (path === '/' || path.startsWith('/owa'))
      return { status: 302, headers: [['Location', '/calendar/view/week']], body: '' };
    if (path.startsWith('/mail')) return this.surface(url, box, true);
    return plain(404, `No page at ${path}.`);
  }

  private box(oid: string | null): Mailbox | undefined {
    const { mailboxes } = this.graph.control.tenant;
    const wanted = oid ?? this.control.user;
    return wanted === undefined ? [...mailboxes.values()][0] : mailboxes.get(wanted);
  }

  private options(query: URLSearchParams, box: Mailbox, more: Partial<FeedOptions> = {}, path = ''): FeedOptions {
    const { control } = this;
    const named = /\/view\/(\w+)/.exec(path)?.[1];
    const view = VIEWS.find((one) => one === (query.get('view') ?? named)) ?? control.view;
    return {
      view,
      date: query.get('date') ?? control.date ?? dayOf(this.world.now(), zoneOf(box)),
      lang: query.get('lang') ?? control.lang,
      ids: IDS.find((one) => one === query.get('ids')) ?? control.ids,
      tiles: Number(query.get('tiles') ?? control.tiles),
      ...more,
    };
  }

  private look(url: URL, lang: string, title: string) {
    const theme = url.searchParams.get('theme') ?? this.control.theme;
    const dir = url.searchParams.get('dir') ?? this.control.dir;
    return {
      lang,
      title,
      theme: theme === 'dark' ? ('dark' as const) : ('light' as const),
      dir: dir === 'rtl' ? ('rtl' as const) : ('ltr' as const),
      nonce: hex(this.world, 24),
    };
  }

  private config(url: URL, lang: string) {
    const hosted = url.pathname.startsWith('/hosted/');
    return {
      mail: false,
      words: UI[languageOf(lang)],
      rerender: Number(url.searchParams.get('rerender') ?? this.control.rerender),
      poll: Number(url.searchParams.get('poll') ?? this.control.poll),
      hosted,
      base: hosted ? '/hosted/calendar' : '/calendar',
    };
  }

  /** `mail`: the same page, which shows its calendar only when it is asked for; the address changes, and nothing is loaded. */
  private surface(url: URL, box: Mailbox, mail = false): SandboxResponse {
    const options = this.options(url.searchParams, box, {}, url.pathname);
    const query = new URLSearchParams(url.searchParams);
    query.set('view', options.view);
    return shell(this.look(url, options.lang, mail ? 'Mail - Outlook' : 'Calendar - Outlook'), {
      ...this.config(url, options.lang),
      mail,
      query: query.toString(),
      item: null,
    });
  }

  /** Ids of an address bar are in the EWS alphabet or in Graph's, with or without their padding. */
  private item(url: URL, box: Mailbox, text: string): SandboxResponse {
    const bare = text.replaceAll('+', '_').replaceAll('/', '-').replace(/=+$/, '');
    let found: Ref | undefined;
    for (const [id, ref] of box.index) if (id.replace(/=+$/, '') === bare) found = ref;
    if (!found) return page('Outlook', '<div role="main">This event can’t be found.</div>');
    const { lang, ids } = this.options(url.searchParams, box);
    const tile = tileOfRef(this.graph.control.tenant, found, zoneOf(box), { lang, ids });
    const title = `${htmlToText(tile.subject)} - Outlook`;
    return shell(this.look(url, lang, title), { ...this.config(url, lang), query: '', item: tile });
  }
}

const json = (body: unknown): SandboxResponse => ({
  status: 200,
  headers: [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Cache-Control', 'no-store'],
  ],
  body: JSON.stringify(body),
});
const plain = (status: number, body: string): SandboxResponse => ({
  status,
  headers: [['Content-Type', 'text/plain; charset=utf-8']],
  body,
});
const page = (title: string, inner: string): SandboxResponse => ({
  status: 200,
  headers: [
    ['Content-Type', 'text/html; charset=utf-8'],
    [
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; frame-src https:; require-trusted-types-for 'script'",
    ],
  ],
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body style="margin:0">${inner}</body></html>`,
});

/** The new Teams shows Outlook's own calendar in a frame of another origin (outlook-web.md 5). */
function teams(): SandboxResponse {
  const src = 'https://outlook.office.com/hosted/calendar/view/week';
  return page(
    'Calendar | Microsoft Teams',
    `<iframe title="Calendar" src="${src}" style="border:0;inline-size:100vw;block-size:100vh"></iframe>`,
  );
}
