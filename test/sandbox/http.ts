/**
 * What every stand-in is: a function from one HTTP request to one answer. It knows no socket, no timer and no clock of its
 * own, so the same code serves an HTTPS port (serve.ts) and, in process, the simulation.
 */
import { asResponse, readRequest } from './light.ts';

export interface SandboxRequest {
  method: string;
  /** Absolute, as the client asked: the host tells the stand-ins apart. */
  url: string;
  /** The same, where somebody has parsed it already. */
  parsed?: URL;
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

let lastSecond = Number.NaN;
let lastDate = '';

/** For the Date header: whole seconds, so the last one often serves again. */
export function httpDate(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second !== lastSecond) [lastSecond, lastDate] = [second, new Date(ms).toUTCString()];
  return lastDate;
}

/** `length` hex digits drawn from the world's chance. */
export function hex(world: World, length: number): string {
  let text = '';
  for (let left = length; left > 0; left -= 8) {
    const digits = Math.min(8, left);
    text += Math.floor(world.random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  }
  return text;
}

/** A stand-in as a `fetch`: the in-process way to it, for simulation and port tests. */
export function asFetch(route: (host: string) => StandIn | undefined): typeof fetch {
  return async (input, init) => {
    const request = await readRequest(input, init);
    const target = route((request.parsed ?? new URL(request.url)).host);
    if (!target) throw new TypeError('Failed to fetch');
    init?.signal?.throwIfAborted();
    const answer = await target.handle(request);
    init?.signal?.throwIfAborted();
    return asResponse(answer);
  };
}
