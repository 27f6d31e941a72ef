import type { Company } from '../simulation/company.ts';
import type { Refusal } from './bodies.ts';

/** One request as the servers see it: the members of a batch one by one. */
export interface Asked {
  host: 'graph' | 'espo';
  method: string;
  /** After the version, decoded. */
  path: string;
  body: string;
}
export type Match = (asked: Asked) => boolean;

interface Member {
  id: string;
  method: string;
  url: string;
  body?: unknown;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Stands between the clients and the servers, and answers in their place: the server never sees those requests. */
export class StandBetween {
  refusal: Refusal | undefined;
  match: Match = () => false;
  /** How often it still answers. */
  times = 0;
  answered = 0;
  onAnswer: () => void = () => undefined;

  constructor(company: Company) {
    const behind = company.fetch;
    company.fetch = async (input, init) => {
      const request = new Request(input, init);
      const { host, pathname, search } = new URL(request.url);
      const text = await request.clone().text();
      const asked: Asked = {
        host: host === 'graph.microsoft.com' ? 'graph' : 'espo',
        method: request.method,
        path: decodeURIComponent(pathname.replace(/^\/(api\/)?v1(\.0)?/, '') + search),
        body: text,
      };
      if (this.#takes(asked)) return this.#answer();
      return asked.path === '/$batch' ? this.#batch(behind, request, text) : behind(request);
    };
  }

  #takes(asked: Asked): boolean {
    if (!this.refusal || this.times <= 0 || !this.match(asked)) return false;
    this.times -= 1;
    this.answered += 1;
    this.onAnswer();
    return true;
  }

  #answer(): Response {
    const { status, headers, body } = this.refusal as Refusal;
    const text = typeof body === 'string' ? body : body === null || body === undefined ? '' : JSON.stringify(body);
    return new Response(text, { status, headers: { ...(typeof body === 'string' ? {} : JSON_TYPE), ...headers } });
  }

  async #batch(behind: typeof fetch, request: Request, text: string): Promise<Response> {
    const { requests } = JSON.parse(text) as { requests: Member[] };
    const asMember = ({ method, url, body }: Member): Asked => ({
      host: 'graph',
      method,
      path: decodeURIComponent(url),
      body: JSON.stringify(body ?? ''),
    });
    const taken = requests.filter((member) => this.#takes(asMember(member)));
    if (taken.length === 0) return behind(request);
    const { status, headers, body } = this.refusal as Refusal;
    const left = requests.filter((member) => !taken.includes(member));
    const answers: unknown[] = taken.map(({ id }) => ({ id, status, headers, body }));
    if (left.length > 0) {
      const init = { method: 'POST', headers: request.headers, body: JSON.stringify({ requests: left }) };
      const answer = await behind(request.url, init);
      if (answer.status !== 200) return answer;
      answers.push(...((await answer.json()) as { responses: unknown[] }).responses);
    }
    return new Response(JSON.stringify({ responses: answers }), { headers: JSON_TYPE });
  }
}
