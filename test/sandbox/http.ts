/**
 * What every stand-in is: a function from one HTTP request to one answer. It knows no socket, no timer and no clock of its
 * own, so the same code serves an HTTPS port (serve.ts) and, in process, the simulation.
 */
export interface SandboxRequest {
  method: string;
  /** Absolute, as the client asked: the host tells the stand-ins apart. */
  url: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

export interface SandboxResponse {
  status: number;
  /** Reason phrase, where the original's matters. */
  reason?: string;
  /** A list, because Set-Cookie may come twice. */
  headers: [name: string, value: string][];
  body: string;
}

export interface StandIn {
  handle(request: SandboxRequest): Promise<SandboxResponse>;
}

/** Everything a stand-in may not invent: time, chance and waiting belong to whoever runs it. */
export interface World {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** 0 <= x < 1. */
  random(): number;
  /** Resolves after that many milliseconds of the world's own time. */
  sleep(ms: number): Promise<void>;
}

/** The real world: wall clock and real chance. */
export const realWorld: World = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** `length` hex digits drawn from the world's chance. */
export function hex(world: World, length: number): string {
  let text = '';
  while (text.length < length) text += Math.floor(world.random() * 16).toString(16);
  return text;
}

/** A stand-in as a `fetch`: the in-process way to it, for simulation and port tests. */
export function asFetch(route: (host: string) => StandIn | undefined): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const target = route(new URL(request.url).host);
    if (!target) throw new TypeError('Failed to fetch');
    request.signal.throwIfAborted();
    const answer = await target.handle({
      method: request.method,
      url: request.url,
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    });
    request.signal.throwIfAborted();
    const bare = answer.status === 204 || answer.status === 304;
    return new Response(bare ? null : answer.body, {
      status: answer.status,
      ...(answer.reason === undefined ? {} : { statusText: answer.reason }),
      headers: answer.headers,
    });
  };
}
