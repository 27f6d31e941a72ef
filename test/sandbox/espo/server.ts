import { httpDate, type SandboxRequest, type SandboxResponse, type StandIn, type World } from '../http.ts';
import { publicSettings } from './admin.ts';
import { authenticate, hasCredentials, Unauthorized } from './auth.ts';
import { Control } from './control.ts';
import { Core } from './core.ts';
import { EspoError } from './errors.ts';
import { strike, takeFault } from './faults.ts';
import { homePage } from './page.ts';
import type { Quirks } from './quirks.ts';
import { type Answer, allowed, isPublic, publicAnswer, route } from './routes.ts';
import { seed, seedAdmin } from './seed.ts';
import { spoil } from './spoilt.ts';
import { type Call, isAdmin } from './types.ts';
import type { EspoVersion } from './versions.ts';

export type { Quirks } from './quirks.ts';
export type { Row } from './types.ts';
export type { EspoVersion } from './versions.ts';

/**
 * A stateful stand-in for EspoCRM's REST API, true to recordings of 7.5.6, 8.4.2, 9.2.7, 9.3.10 and 10.0.0
 * (test/contract/espo.test.ts). In process:
 *
 *   const espo = new EspoServer({ world, version: '9.2.7' });          // users admin, anna, ben, nora, zoe, apisync
 *   const fetch = asFetch((host) => (host === 'crm.example.test' ? espo : undefined));
 *   espo.control.addUser({ userName: 'mia', password: 'Mia12345', role: 'Sales full' });
 *   const anna = espo.control.act('anna');                             // a person at the keyboard
 *   const { id } = anna.create('Meeting', { name: 'x', dateStart: '2026-12-01 10:00:00',
 *     dateEnd: '2026-12-01 11:00:00', assignedUserId: anna.id });
 *   anna.update('Meeting', id, { name: 'y' });  anna.remove('Meeting', id);
 *   espo.control.settings.clockSkewMs = 90_000;                        // also timeZone, authTokenPreventConcurrent,
 *   espo.control.settings.idleCheck = 'always';                        // authTokenMaxIdleTime, recordListMaxSizeLimit ...
 *   espo.control.faults.push({ match: (r) => r.method === 'POST', when: 'after' });   // took effect, answer lost
 *   espo.control.faults.push({ status: 503, retryAfter: 30, times: 3 });
 *   espo.control.dump('Meeting');  espo.control.rows('Meeting', { deleted: true });  espo.control.log;
 *
 * It owns no clock, chance or socket: all three are the World's.
 */
export class EspoServer implements StandIn {
  readonly control: Control;
  readonly core: Core;
  private readonly empty: boolean;

  /** `empty`: only the administrator, as after installing. */
  constructor(options: { world: World; version?: EspoVersion; siteUrl?: string; empty?: boolean }) {
    this.core = new Core(options);
    this.empty = options.empty ?? false;
    this.control = new Control(this.core, () => this.seed());
    this.seed();
  }

  get version(): EspoVersion {
    return this.core.version;
  }

  /** All true = the facts. See quirks.ts. */
  get quirks(): Quirks {
    return this.core.quirks;
  }

  async handle(request: SandboxRequest): Promise<SandboxResponse> {
    const { control, core } = this;
    core.rights.clear();
    const url = request.parsed ?? new URL(request.url);
    const entry = {
      time: core.world.now(),
      method: request.method,
      path: url.pathname + url.search,
      user: '',
      status: 0,
    };
    control.log.push(entry);
    const fault = takeFault(control.faults, request);
    if (fault && fault.when !== 'after') {
      const struck = await strike(fault, core.world);
      if (struck) {
        entry.status = struck.status;
        return struck;
      }
    }
    const answer = this.answer(request, url, (user) => {
      entry.user = user;
    });
    entry.status = answer.status;
    if (fault?.when === 'after') return (await strike(fault, core.world)) ?? answer;
    return answer;
  }

  private seed(): void {
    if (this.empty) seedAdmin(this.core);
    else seed(this.core);
  }

  private answer(request: SandboxRequest, url: URL, seen: (user: string) => void): SandboxResponse {
    const { core } = this;
    const { method } = request;
    const target = url.pathname + url.search;
    // Apache's LimitRequestLine: method, target and protocol together.
    if (core.quirks.urlLimit && `${method} ${target} HTTP/1.1`.length > 8190)
      return this.apache(414, 'Request-URI Too Long');
    const folder = folderOf(core.settings.siteUrl);
    if (!url.pathname.startsWith(folder)) return this.apache(404, 'Not Found');
    const inside = url.pathname.slice(folder.length);
    if (inside === '/' && method === 'GET') return this.home();
    if (inside.startsWith('//')) return this.json(400, { message: '400 Bad Request' });
    if (!/^\/api\/v1(\/|$)/.test(inside) || /%2f/i.test(inside)) return this.apache(404, 'Not Found');
    const path = segments(inside.slice('/api/v1/'.length));
    if (!path) return this.apache(400, 'Bad Request');
    const methods = allowed(core, path);
    if (!methods) return this.json(404, { message: '404 Not Found' });
    const allow: [string, string][] = [['Allow', methods.join(', ')]];
    if (method === 'OPTIONS') {
      if (!core.quirks.noCors) allow.push(['Access-Control-Allow-Origin', '*']);
      return this.json(200, { message: '405 Method Not Allowed' }, allow);
    }
    if (method === 'HEAD') return this.text(400, 'No action for method `HEAD`.');
    if (!methods.includes(method)) return this.json(405, { message: '405 Method Not Allowed' }, allow);
    try {
      return this.dispatch(request, url, path, seen);
    } catch (error) {
      return this.failure(error);
    }
  }

  private dispatch(request: SandboxRequest, url: URL, path: string[], seen: (user: string) => void): SandboxResponse {
    const { core } = this;
    const { method, headers } = request;
    const open = isPublic(method, path);
    if (open && !hasCredentials(headers)) return this.ok(publicAnswer(core, path, publicSettings(core)));
    const caller = authenticate(core, request);
    seen(String(caller.user['userName']));
    const { maintenanceMode } = core.settings;
    if (maintenanceMode && !isAdmin(caller.user) && core.quirks.maintenance && !open) return this.maintenance();
    const call: Call = {
      method,
      path,
      query: url.search.slice(1),
      headers,
      body: this.body(request),
      caller,
    };
    return this.ok(route(core, call));
  }

  /** JSON only with its content type; anything else counts as no body at all (espo.md 8). */
  private body({ method, headers, body }: SandboxRequest): Record<string, unknown> {
    if (body === '' || method === 'GET') return {};
    const type = (headers['content-type'] ?? 'application/json').toLowerCase().split(';')[0]?.trim();
    if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(body));
    if (type !== 'application/json' && this.core.quirks.contentType) return {};
    let parsed: unknown;
    try {
      parsed = JSON.parse(body);
    } catch {
      throw new EspoError(500);
    }
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : {};
  }

  private ok({ json, cookie, parts }: Answer): SandboxResponse {
    const { appTimestamp } = this.core.settings;
    const headers: [string, string][] = [
      ['X-App-Timestamp', String(appTimestamp)],
      ['Expires', '0'],
      ['Cache-Control', 'no-store, no-cache, must-revalidate, post-check=0, pre-check=0'],
    ];
    if (this.core.traits.pragma) headers.push(['Pragma', 'no-cache']);
    if (cookie) headers.push(['Set-Cookie', cookie]);
    if (!this.core.quirks.noCors) headers.push(['Access-Control-Allow-Origin', '*']);
    const said = parts ? json : spoil(json, this.control.spoilt);
    const text = said === undefined ? '' : parts ? inParts(said as object) : textOf(said);
    return this.respond(200, text, 'application/json', headers);
  }

  private failure(error: unknown): SandboxResponse {
    if (error instanceof Unauthorized) return this.unauthorized(error);
    if (!(error instanceof EspoError)) throw error;
    const headers: [string, string][] = error.reason === undefined ? [] : [['X-Status-Reason', error.reason]];
    return this.respond(error.status, error.body, error.html ? HTML : 'application/json', headers);
  }

  /** No body, and nothing that tells the cases apart (espo.md 1). */
  private unauthorized({ challenge, secondStep, reason }: Unauthorized): SandboxResponse {
    if (secondStep !== '') {
      const data = { status: 'secondStepRequired', message: secondStep, view: null, token: null, data: {} };
      return this.respond(401, JSON.stringify(data), HTML, [['X-Status-Reason', 'second-step-required']]);
    }
    const body = this.core.quirks.emptyUnauthorized ? '' : '{"message":"Unauthorized"}';
    if (reason !== '') return this.respond(401, body, HTML, [['X-Status-Reason', reason]]);
    return this.respond(401, body, HTML, challenge ? [['WWW-Authenticate', 'Basic realm=""']] : []);
  }

  private maintenance(): SandboxResponse {
    const { maintenanceBody, maintenanceReason } = this.core.traits;
    const body =
      maintenanceBody === 'message'
        ? { message: 'The application currently is in maintenance mode.' }
        : { messageTranslation: { label: 'maintenanceModeError', scope: 'messages', data: {} } };
    return this.respond(503, JSON.stringify(body), HTML, [['X-Status-Reason', maintenanceReason]]);
  }

  private home(): SandboxResponse {
    return this.respond(200, homePage(this.core), HTML, []);
  }

  private apache(status: number, reason: string): SandboxResponse {
    const text =
      status === 414
        ? "The requested URL's length exceeds the capacity\nlimit for this server.<br />"
        : 'The requested URL was not found on this server.';
    const head = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">';
    const title = status === 414 ? reason : 'Not Found';
    const body = `${head}\n<html><head>\n<title>${status} ${reason}</title>\n</head><body>\n<h1>${title}</h1>\n<p>${text}${status === 414 ? '\n' : ''}</p>\n</body></html>\n`;
    return { status, reason, headers: [this.date(), ['Content-Type', 'text/html; charset=iso-8859-1']], body };
  }

  private json(status: number, body: unknown, headers: [string, string][] = []): SandboxResponse {
    return this.respond(status, JSON.stringify(body), 'application/json', headers);
  }

  private text(status: number, reason: string): SandboxResponse {
    return this.respond(status, '', HTML, [['X-Status-Reason', reason]]);
  }

  private date(): [string, string] {
    return ['Date', httpDate(this.core.now())];
  }

  /** Apache's .htaccess adds Allow-Methods to everything, and nobody Allow-Origin (espo.md 1). */
  private respond(status: number, body: string, type: string, headers: [string, string][]): SandboxResponse {
    return {
      status,
      reason: REASONS[status] ?? '',
      headers: [
        this.date(),
        ['Server', 'Apache/2.4 (Debian)'],
        ...headers,
        ['Access-Control-Allow-Methods', 'POST, GET, PUT, PATCH, DELETE'],
        ['Content-Type', type],
      ],
      body,
    };
  }
}

const texts = new WeakMap<object, string>();

/** What is frozen is always the same text. */
function textOf(json: unknown): string {
  if (typeof json !== 'object' || json === null || !Object.isFrozen(json)) return JSON.stringify(json);
  const text = texts.get(json) ?? JSON.stringify(json);
  texts.set(json, text);
  return text;
}

/** The same, for an answer of a few large parts that are frozen. */
const inParts = (json: object): string =>
  `{${Object.entries(json)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${JSON.stringify(key)}:${textOf(value)}`)
    .join()}}`;

const folders = new Map<string, string>();

function folderOf(siteUrl: string): string {
  const folder = folders.get(siteUrl) ?? new URL(siteUrl).pathname.replace(/\/$/, '');
  folders.set(siteUrl, folder);
  return folder;
}

/** Undefined where an escape is broken. */
function segments(path: string): string[] | undefined {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

const HTML = 'text/html; charset=UTF-8';
const REASONS: Record<number, string> = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
