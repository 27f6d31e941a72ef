import http from 'node:http';
import type { AddressInfo } from 'node:net';

interface Stored {
  etag: string;
  text: string;
}

/** As little of CalDAV as a synchroniser needs: list, fetch several, put, delete. In memory, each collection under its own path. */
export class CalDavServer {
  readonly collections = new Map<string, Map<string, Stored>>();
  requests = 0;
  latency = 0;
  #server: http.Server | undefined;
  #version = 0;

  async listen(): Promise<number> {
    this.#server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => void chunks.push(chunk));
      request.on('end', () => {
        this.requests += 1;
        const answer = () => this.#answer(request, response, Buffer.concat(chunks).toString());
        if (this.latency > 0) setTimeout(answer, this.latency);
        else answer();
      });
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  /** A person makes or changes an event. */
  put(collection: string, name: string, text: string): string {
    this.#version += 1;
    const etag = `"${this.#version}"`;
    this.collection(collection).set(name, { etag, text });
    return etag;
  }

  collection(name: string): Map<string, Stored> {
    const known = this.collections.get(name) ?? new Map<string, Stored>();
    this.collections.set(name, known);
    return known;
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse, body: string): void {
    const [, collection = '', name = ''] = decodeURIComponent(request.url ?? '').split('/');
    const items = this.collection(collection);
    const known = items.get(name);
    const { 'if-match': ifMatch, 'if-none-match': ifNone } = request.headers;
    if (request.method === 'PROPFIND') return listed(response, collection, items, request.headers.depth !== '0');
    if (request.method === 'REPORT') return fetched(response, items, body);
    if (request.method === 'PUT') {
      if ((ifNone === '*' && known) || (ifMatch !== undefined && ifMatch !== known?.etag))
        return void response.writeHead(412).end();
      const etag = this.put(collection, name, body);
      return void response.writeHead(known ? 204 : 201, { ETag: etag }).end();
    }
    if (request.method === 'DELETE') {
      if (!known || (ifMatch !== undefined && ifMatch !== known.etag)) return void response.writeHead(412).end();
      items.delete(name);
      return void response.writeHead(204).end();
    }
    if (request.method === 'GET' && known)
      return void response.writeHead(200, { ETag: known.etag, 'Content-Type': 'text/calendar' }).end(known.text);
    response.writeHead(404).end();
  }
}

const HEAD = '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function multistatus(response: http.ServerResponse, rows: readonly string[]): void {
  response.writeHead(207, { 'Content-Type': 'application/xml; charset=utf-8' });
  response.end(`${HEAD}${rows.join('')}</d:multistatus>`);
}

const row = (href: string, properties: string): string =>
  `<d:response><d:href>${href}</d:href><d:propstat><d:prop>${properties}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`;

function listed(response: http.ServerResponse, name: string, items: Map<string, Stored>, deep: boolean): void {
  const self = row(`/${name}/`, '<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>');
  const members = deep
    ? [...items].map(([key, { etag }]) =>
        row(
          `/${name}/${key}`,
          `<d:resourcetype/><d:getetag>${escaped(etag)}</d:getetag><d:getcontenttype>text/calendar; component=VEVENT</d:getcontenttype>`,
        ),
      )
    : [];
  multistatus(response, [self, ...members]);
}

function fetched(response: http.ServerResponse, items: Map<string, Stored>, body: string): void {
  const hrefs = [...body.matchAll(/href>([^<]+)</g)].map(([, href = '']) => decodeURIComponent(href));
  multistatus(
    response,
    hrefs.flatMap((href) => {
      const item = items.get(href.split('/').at(-1) ?? '');
      const data =
        item && `<d:getetag>${escaped(item.etag)}</d:getetag><c:calendar-data>${escaped(item.text)}</c:calendar-data>`;
      return data ? [row(href, data)] : [];
    }),
  );
}
