/**
 * Microsoft Graph v1.0 as far as a calendar client meets it, for one tenant with as many mailboxes as are added. A pure
 * handler: time, chance and waiting come from the World. Facts: graph.md; each file beside this one plays some of it:
 *
 *   quirks.ts   what makes it unpleasant, one switch each (all on), and the variants where sources disagree
 *   routes.ts   paths and scopes · events.ts, mailbox.ts their handlers · query.ts, filter.ts OData · input.ts bodies
 *   commands.ts what happens to events · series.ts, recurrence.ts · meetings.ts invitations and mails
 *   delta.ts    change tracking · view.ts windows · ids.ts, zones.ts, html.ts, render.ts forms
 *   limits.ts, batch.ts, faults.ts · control.ts the hands of people and administrators
 *
 * In process:
 *
 *   const graph = new GraphServer({ world: realWorld });
 *   const anna = graph.control.addMailbox({ oid: 'anna', address: 'anna@contoso.example', name: 'Anna Moe', timeZone: 'W. Europe Standard Time' });
 *   const event = anna.createEvent('default', { subject: 'Lunch', start: {...}, end: {...} });
 *   const fetch = asFetch((host) => (host === 'graph.microsoft.com' ? graph : undefined));
 *   await fetch('https://graph.microsoft.com/v1.0/me/calendars', { headers: { Authorization: 'Bearer test-anna' } });
 *
 * `Bearer test-<oid>` has every scope, `Bearer test-<oid>:Calendars.Read,User.Read` only those; EntraServer.authorize
 * takes its place where a sign-in is played.
 */
import { hex, httpDate, type SandboxRequest, type SandboxResponse, type StandIn, type World } from '../http.ts';
import { type Member, type MemberAnswer, readBatch, runBatch } from './batch.ts';
import { spoil } from './broken.ts';
import type { Context, Identity, Reply } from './context.ts';
import { GraphControl, type LogEntry } from './control.ts';
import { DeltaStore } from './delta.ts';
import { badRequest, GraphError, malformedId, noSegment } from './errors.ts';
import { Faults, type FaultTarget, isLost } from './faults.ts';
import { Limits } from './limits.ts';
import type { Fields } from './model.ts';
import { readPrefer, readQuery } from './query.ts';
import { route } from './routes.ts';
import { refusal } from './schema.ts';
import { Tenant } from './tenant.ts';

export type Authorize = (bearer: string) => Identity | 'expired' | undefined;

export interface GraphOptions {
  world: World;
  host?: string;
  authorize?: Authorize;
  /** Told about every refusal (4xx, 5xx) and why. */
  onRefuse?: (line: string) => void;
}

const ALL_SCOPES = ['User.Read', 'MailboxSettings.Read', 'Calendars.ReadWrite', 'offline_access'];

/** `test-<oid>[:<scope>,<scope>]`, for use in process. */
export const testAuthorize: Authorize = (bearer) => {
  const match = /^test-([^:]+)(?::(.*))?$/.exec(bearer);
  if (!match) return undefined;
  return { oid: match[1] ?? '', scopes: match[2] === undefined ? ALL_SCOPES : match[2].split(',') };
};

const TYPE = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
const EXPOSED =
  'ETag, Location, Preference-Applied, Content-Range, request-id, client-request-id, ReadWriteConsistencyToken, SdkVersion, WWW-Authenticate, x-ms-client-gcc-tenant, Retry-After';

function parseJson(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
}

export class GraphServer implements StandIn {
  readonly host: string;
  readonly control: GraphControl;
  private readonly world: World;
  private readonly authorize: Authorize;
  private readonly onRefuse: ((line: string) => void) | undefined;
  private readonly tenant: Tenant;
  private readonly deltas: DeltaStore;
  private readonly limits: Limits;

  constructor(options: GraphOptions) {
    this.world = options.world;
    this.host = options.host ?? 'graph.microsoft.com';
    this.authorize = options.authorize ?? testAuthorize;
    this.onRefuse = options.onRefuse;
    this.tenant = new Tenant(this.world);
    this.deltas = new DeltaStore(this.tenant);
    this.limits = new Limits(this.world);
    this.control = new GraphControl(this.tenant, this.deltas, this.limits);
  }

  async handle(request: SandboxRequest): Promise<SandboxResponse> {
    if (request.method === 'OPTIONS') return this.preflight(request);
    const url = request.parsed ?? new URL(request.url);
    const [, version, ...segments] = url.pathname.split('/');
    const path = `/${segments.join('/')}`;
    const log: LogEntry = {
      time: this.world.now(),
      oid: '',
      method: request.method,
      path: path + url.search,
      status: 0,
    };
    this.control.log.push(log);
    let reply: Reply;
    try {
      if (version !== 'v1.0') throw badRequest(`Invalid version: ${version}`);
      const identity = this.identify(request.headers.authorization ?? '');
      log.oid = identity.oid;
      const body = request.method === 'GET' || request.method === 'DELETE' ? {} : parseJson(request.body);
      const target: FaultTarget = {
        method: request.method,
        path: log.path,
        oid: identity.oid,
        headers: request.headers,
        body,
      };
      reply =
        segments[0] === '$batch' && segments.length === 1
          ? await this.batch(target, identity, log)
          : await this.guarded(target, undefined, identity);
    } catch (error) {
      reply = this.refusal(error, request.headers);
    }
    log.status = reply.status;
    if (reply.status >= 400)
      this.onRefuse?.(`graph ${request.method} ${log.path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return this.answer(request, reply);
  }

  private identify(header: string): Identity {
    const bearer = /^Bearer (\S+)$/i.exec(header)?.[1];
    const identity = bearer === undefined ? undefined : this.authorize(bearer);
    const refuse = (message: string, extra = '') => {
      const value = `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"${extra}`;
      return new GraphError(401, 'InvalidAuthenticationToken', message, [['WWW-Authenticate', value]]);
    };
    if (bearer === undefined) throw refuse('Access token is empty.');
    if (identity === undefined) throw refuse('IDX14100: JWT is not well formed.');
    if (identity === 'expired') throw refuse('Lifetime validation failed, the token is expired.');
    if (identity.claims !== undefined) {
      const claims = Buffer.from(identity.claims).toString('base64');
      throw refuse(
        'Continuous access evaluation resulted in challenge',
        `, error="insufficient_claims", claims="${claims}"`,
      );
    }
    return identity;
  }

  /** One request or member within the limits, with the faults that are queued for it. */
  private async guarded(target: FaultTarget, envelope: FaultTarget | undefined, identity: Identity): Promise<Reply> {
    const fault = envelope ? this.control.faults.take(envelope, target) : this.control.faults.take(target);
    if (fault) await this.control.faults.strike(fault, 'before', envelope !== undefined);
    const key = `${identity.oid}|${identity.app ?? ''}`;
    const { quirks } = this.tenant;
    this.limits.enter(key, quirks.concurrencyLimit, quirks.rateLimit);
    let reply: Reply;
    try {
      if (this.control.latencyMs > 0) await this.world.sleep(this.control.latencyMs);
      reply = this.run(target, identity);
    } finally {
      this.limits.leave(key);
    }
    if (fault && !Faults.harmless(fault)) await this.control.faults.strike(fault, 'after', envelope !== undefined);
    return reply;
  }

  private run(target: FaultTarget, identity: Identity): Reply {
    const url = new URL(target.path, 'https://graph.invalid');
    let segments: string[];
    try {
      segments = url.pathname.slice(1).split('/').map(decodeURIComponent);
    } catch {
      throw malformedId();
    }
    const box = this.tenant.mailboxes.get(identity.oid);
    if (!box)
      throw new GraphError(404, 'MailboxNotEnabledForRESTAPI', 'REST API is not yet supported for this mailbox.');
    const context: Context = {
      tenant: this.tenant,
      deltas: this.deltas,
      identity,
      method: target.method,
      base: `https://${this.host}/v1.0`,
      path: url.pathname,
      query: readQuery(url.searchParams),
      rawQuery: url.searchParams,
      prefer: readPrefer(this.tenant, target.headers.prefer ?? ''),
      headers: target.headers,
      body: typeof target.body === 'object' && target.body !== null ? (target.body as Fields) : {},
      box,
    };
    if (this.tenant.quirks.strictRequests) this.check(context, segments);
    return route(context, segments);
  }

  /** Against the OpenAPI. Delta refuses its options with codes of its own. */
  private check(context: Context, segments: string[]): void {
    const found = refusal(context.method, segments, [...context.query.keys()], context.body);
    if (!found) return;
    if (found.about === 'path') throw noSegment(found.why);
    if (found.about === 'body') throw badRequest(`The request body does not fit: ${found.why}`);
    if (found.about === 'method') {
      throw new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
    }
    if (segments.at(-1)?.toLowerCase() !== 'delta')
      throw badRequest(`The query parameter '${found.why}' is not supported.`);
  }

  private async batch(envelope: FaultTarget, identity: Identity, log: LogEntry): Promise<Reply> {
    if (envelope.method !== 'POST') throw new GraphError(405, 'BadRequest', 'Only POST is allowed here.');
    const fault = this.control.faults.take(envelope);
    if (fault) await this.control.faults.strike(fault, 'before', false);
    const members = readBatch(envelope.body, this.tenant.quirks);
    log.members = [];
    const answers = await runBatch(this.world, this.tenant.quirks, members, async (member) => {
      const answer = await this.member(member, envelope, identity);
      log.members?.push({ method: member.method, path: member.url, status: answer.status });
      return answer;
    });
    if (fault) await this.control.faults.strike(fault, 'after', false);
    return { status: 200, headers: [], body: { responses: answers } };
  }

  private async member(member: Member, envelope: FaultTarget, identity: Identity): Promise<MemberAnswer> {
    const { id, method, headers, body } = member;
    const path = member.url.startsWith('/') ? member.url : `/${member.url}`;
    let reply: Reply;
    try {
      reply = await this.guarded({ method, path, oid: identity.oid, headers, body }, envelope, identity);
    } catch (error) {
      reply = this.refusal(error, headers);
    }
    const named: Record<string, string> = Object.fromEntries(reply.headers);
    if (reply.body) named['Content-Type'] = 'application/json';
    if (reply.status >= 400)
      this.onRefuse?.(`graph $batch ${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return { id, status: reply.status, headers: { 'Cache-Control': 'no-cache', ...named }, body: reply.body ?? null };
  }

  private refusal(error: unknown, headers: Record<string, string>): Reply {
    // Anything else is a lost connection (TypeError) or a mistake of ours: both break off.
    if (!(error instanceof GraphError)) {
      if (!isLost(error)) this.control.mistakes.push(error);
      throw error;
    }
    const date = new Date(this.tenant.now()).toISOString().slice(0, 19);
    const id = this.requestId();
    const own = { date, 'request-id': id, 'client-request-id': headers['client-request-id'] ?? id };
    // The gateway's own refusal nests its code (example 21); the mailbox's does not (example 30).
    const nested = { code: '429', message: 'Please retry after', status: '429' };
    const innerError = error.code === 'TooManyRequests' ? { ...nested, ...own } : own;
    return {
      status: error.status,
      headers: error.headers,
      body: { error: { code: error.code, message: error.message, innerError } },
    };
  }

  private requestId(): string {
    const text = hex(this.world, 32);
    return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
  }

  private answer(request: SandboxRequest, reply: Reply): SandboxResponse {
    const id = this.requestId();
    const headers: [string, string][] = [
      ['Date', httpDate(this.tenant.now())],
      ['request-id', id],
      ['client-request-id', request.headers['client-request-id'] ?? id],
      ['Cache-Control', 'no-cache'],
      ...reply.headers,
    ];
    if (request.headers.origin !== undefined) {
      headers.push(['Access-Control-Allow-Origin', '*'], ['Access-Control-Expose-Headers', EXPOSED]);
    }
    if (reply.body) headers.push(['Content-Type', TYPE]);
    const { spoilt } = this.control;
    const body = spoilt.size > 0 ? spoil(reply.body, spoilt) : reply.body;
    return { status: reply.status, headers, body: body ? JSON.stringify(body) : '' };
  }

  private preflight(request: SandboxRequest): SandboxResponse {
    const asked = request.headers['access-control-request-headers'];
    const headers: [string, string][] = [
      ['Access-Control-Allow-Origin', '*'],
      ['Access-Control-Allow-Methods', 'GET, POST, PATCH, PUT, DELETE'],
      ['Access-Control-Max-Age', '3600'],
    ];
    if (asked !== undefined) headers.push(['Access-Control-Allow-Headers', asked]);
    return { status: 200, headers, body: '' };
  }
}
