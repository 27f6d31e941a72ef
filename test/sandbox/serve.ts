/**
 * Stand-ins behind a port: HTTPS on loopback with a certificate made on the spot, told apart by the Host header. A stand-in
 * that throws has lost its answer: the connection is cut.
 *
 *   const { port, close } = await serve({ standIns: { 'graph.microsoft.com': graph }, control: { graph: graph.control } });
 *
 * Control from scripts: POST /__control with one of
 *   { service: 'graph', call: 'addMailbox', args: [{...}] }
 *   { service: 'graph', on: ['mailbox', 'anna'], call: 'createEvent', args: ['default', {...}] }   method of what `on` returns
 *   { service: 'graph', set: { latencyMs: 0 } }                { service: 'graph', get: 'mails' }    dotted names work
 * and the answer is { ok: true, result } or { ok: false, error }.
 *
 * Alone: `npx tsx test/sandbox/serve.ts graph entra outlook --port 8443` serves these with a tenant of two for looking around.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SandboxRequest, StandIn } from './http.ts';

export interface ServeOptions {
  standIns: Record<string, StandIn>;
  port?: number;
  /** What /__control reaches, by service name. */
  control?: Record<string, unknown>;
  /** Print nothing. Otherwise refusals of unknown hosts, 4xx and 5xx go to stderr. */
  quiet?: boolean;
  /** HTTP instead of HTTPS. */
  plain?: boolean;
  /** More names for the certificate. */
  names?: string[];
}

export interface Served {
  port: number;
  close(): Promise<void>;
}

/** A self-signed certificate for the given names; it lives as long as the process. */
export function certificate(names: string[]): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-tls-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const alternatives = [...new Set([...names, 'localhost'])].map((name) => `DNS:${name}`);
  const extension = `subjectAltName=${[...alternatives, 'IP:127.0.0.1'].join(',')}`;
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const options = ['-keyout', key, '-out', cert, '-days', '3650', '-subj', '/CN=sandbox', '-addext', extension];
  try {
    execFileSync('openssl', ['req', '-x509', ...curve, ...options], { stdio: 'ignore' });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Order {
  service?: string;
  on?: [string, ...unknown[]];
  call?: string;
  args?: unknown[];
  get?: string;
  set?: Record<string, unknown>;
}

type Bag = Record<string, unknown>;

/** The holder of the last name of a dotted path. */
function holder(target: unknown, dotted: string): { bag: Bag; name: string } {
  const names = dotted.split('.');
  const name = names.pop() ?? '';
  let bag = target as Bag;
  for (const one of names) bag = bag[one] as Bag;
  return { bag, name };
}

async function invoke(target: unknown, dotted: string, args: unknown[]): Promise<unknown> {
  const { bag, name } = holder(target, dotted);
  const found = bag[name];
  if (typeof found !== 'function') throw new Error(`no method ${dotted}`);
  return await found.apply(bag, args);
}

async function obey(control: Record<string, unknown>, text: string): Promise<unknown> {
  const order = JSON.parse(text) as Order;
  let target = control[order.service ?? ''];
  if (target === undefined) throw new Error(`no service ${order.service}: ${Object.keys(control).join(', ')}`);
  if (order.on) target = await invoke(target, order.on[0], order.on.slice(1));
  for (const [dotted, value] of Object.entries(order.set ?? {})) {
    const { bag, name } = holder(target, dotted);
    bag[name] = value;
  }
  if (order.get !== undefined) {
    const { bag, name } = holder(target, order.get);
    return bag[name];
  }
  return order.call === undefined ? undefined : await invoke(target, order.call, order.args ?? []);
}

/** Results may be whole webs of objects: what cannot be written is left out. */
function written(result: unknown): string {
  try {
    return JSON.stringify({ ok: true, result });
  } catch {
    return JSON.stringify({ ok: true });
  }
}

async function bodyOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

export async function serve(options: ServeOptions): Promise<Served> {
  const { standIns, control = {}, quiet = false, plain = false } = options;
  const say = (line: string) => {
    if (!quiet) process.stderr.write(`${line}\n`);
  };
  const answer = async (incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> => {
    const authority = incoming.headers.host ?? '';
    const host = authority.replace(/:\d+$/, '');
    const body = await bodyOf(incoming);
    if (incoming.url === '/__control' && incoming.method === 'POST') {
      const text = await obey(control, body).then(written, (error: unknown) =>
        JSON.stringify({ ok: false, error: String(error) }),
      );
      outgoing.writeHead(200, { 'Content-Type': 'application/json' }).end(text);
      return;
    }
    const target = standIns[authority] ?? standIns[host];
    if (!target) {
      say(`refused: no stand-in for ${authority}`);
      outgoing.writeHead(421, { 'Content-Type': 'text/plain' }).end(`no stand-in for ${authority}`);
      return;
    }
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(incoming.headers)) {
      if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
    const url = `${plain ? 'http' : 'https'}://${authority}${incoming.url ?? '/'}`;
    const request: SandboxRequest = { method: incoming.method ?? 'GET', url, headers, body };
    const reply = await target.handle(request);
    if (reply.status >= 400)
      say(`${host} ${request.method} ${incoming.url}: ${reply.status} ${reply.body.slice(0, 300)}`);
    if (reply.reason === undefined) outgoing.writeHead(reply.status, reply.headers.flat());
    else outgoing.writeHead(reply.status, reply.reason, reply.headers.flat());
    outgoing.end(request.method === 'HEAD' ? undefined : reply.body);
  };
  const listener = (incoming: http.IncomingMessage, outgoing: http.ServerResponse) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      say(`cut: ${incoming.headers.host} ${incoming.method} ${incoming.url}: ${String(error)}`);
      incoming.socket.destroy();
    });
  };
  const names = [...Object.keys(standIns), ...(options.names ?? [])].map((name) => name.replace(/:\d+$/, ''));
  const server = plain ? http.createServer(listener) : https.createServer(certificate(names), listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The three of Microsoft with a small tenant, for looking around and for e2e. */
export async function microsoft(): Promise<Pick<ServeOptions, 'standIns' | 'control'>> {
  const { realWorld: world } = await import('./http.ts');
  const { EntraServer } = await import('./entra/server.ts');
  const { GraphServer } = await import('./graph/server.ts');
  const { OUTLOOK_HOSTS, OutlookWebServer } = await import('./outlook-web/server.ts');
  const entra = new EntraServer({ world });
  const graph = new GraphServer({
    world,
    authorize: (bearer) =>
      entra.authorize(bearer) ??
      (bearer.startsWith('test-')
        ? { oid: bearer.slice(5), scopes: ['User.Read', 'MailboxSettings.Read', 'Calendars.ReadWrite'] }
        : undefined),
  });
  const outlook = new OutlookWebServer({ world, graph });
  for (const [oid, name] of [
    ['adele', 'Adele Vance'],
    ['alex', 'Alex Wilber'],
  ] as const) {
    const username = `${oid}@contoso.example`;
    entra.control.addAccount({ oid, username, name });
    graph.control.addMailbox({ oid, address: username, name, timeZone: 'W. Europe Standard Time' });
  }
  const standIns: Record<string, StandIn> = { [entra.host]: entra, [graph.host]: graph };
  for (const host of OUTLOOK_HOSTS) standIns[host] = outlook;
  return { standIns, control: { entra: entra.control, graph: graph.control, outlook: outlook.control } };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = process.argv
    .slice(2)
    .filter((word, index, all) => !word.startsWith('--') && !all[index - 1]?.startsWith('--port'));
  const port = Number(process.argv[process.argv.indexOf('--port') + 1] || 0);
  const all = await microsoft();
  const part = (host: string) => (host.startsWith('graph') ? 'graph' : host.startsWith('login') ? 'entra' : 'outlook');
  const standIns = Object.fromEntries(
    Object.entries(all.standIns).filter(([host]) => wanted.length === 0 || wanted.includes(part(host))),
  );
  const served = await serve({
    ...all,
    standIns,
    port: process.argv.includes('--port') ? port : 0,
    plain: process.argv.includes('--plain'),
  });
  process.stdout.write(`listening on 127.0.0.1:${served.port} for ${Object.keys(standIns).join(', ')}\n`);
}
