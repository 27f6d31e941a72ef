import type { CDPSession } from 'playwright-core';
import type { Chrome } from '../e2e/chrome.ts';

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  samples?: number[];
  timeDeltas?: number[];
}

const NOT_SCRIPT = new Set(['(idle)', '(program)', '(root)']);

/** Milliseconds of script in a profile: everything that is neither idle nor the browser's own; of one script only, where `of` is given. */
export function scriptTime(profile: Profile, of = ''): number {
  const counts = new Map(
    profile.nodes.map(({ id, callFrame: { functionName, url } }) => [
      id,
      of === '' ? !NOT_SCRIPT.has(functionName) : url.startsWith(of),
    ]),
  );
  let micros = 0;
  profile.samples?.forEach((id, i) => {
    if (counts.get(id)) micros += profile.timeDeltas?.[i] ?? 0;
  });
  return micros / 1000;
}

async function browserSession(chrome: Chrome): Promise<CDPSession> {
  const session = await chrome.context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('no browser to ask');
  return session;
}

/** DevTools on a service worker or a popup, which Playwright gives no session for. */
export class Probe {
  readonly #session: CDPSession;
  readonly #id: string;
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  #last = 0;

  private constructor(session: CDPSession, id: string) {
    this.#session = session;
    this.#id = id;
    session.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
      if (sessionId !== id) return;
      const answer = JSON.parse(message) as { id?: number; result: never; error?: { message: string } };
      const waiting = this.#waiting.get(answer.id ?? -1);
      if (answer.error) waiting?.reject(new Error(answer.error.message));
      else waiting?.resolve(answer.result);
    });
  }

  /** The worker of that extension, which must be running. */
  static async ofWorker(chrome: Chrome, extension: string): Promise<Probe> {
    const session = await browserSession(chrome);
    const { targetInfos } = await session.send('Target.getTargets');
    const found = targetInfos.find(({ type, url }) => type === 'service_worker' && url.includes(extension));
    if (!found) throw new Error('the worker does not run');
    return Probe.#attach(session, found.targetId);
  }

  /** The next target with such an address, as soon as there is one. */
  static async next(chrome: Chrome, address: string): Promise<{ probe: Promise<Probe> }> {
    const session = await browserSession(chrome);
    const created = new Promise<string>((resolve) => {
      const look = ({ targetInfo }: { targetInfo: { url: string; targetId: string } }) => {
        if (targetInfo.url.endsWith(address)) resolve(targetInfo.targetId);
      };
      session.on('Target.targetCreated', look);
      session.on('Target.targetInfoChanged', look);
    });
    await session.send('Target.setDiscoverTargets', { discover: true });
    return { probe: created.then((id) => Probe.#attach(session, id)) };
  }

  static async #attach(session: CDPSession, targetId: string): Promise<Probe> {
    const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
    return new Probe(session, sessionId);
  }

  send<T = unknown>(method: string, params: Record<string, unknown> = {}): Promise<T> {
    this.#last += 1;
    const id = this.#last;
    const answer = new Promise<T>(
      (resolve, reject) => void this.#waiting.set(id, { resolve: resolve as never, reject }),
    );
    const message = JSON.stringify({ id, method, params });
    this.#session.send('Target.sendMessageToTarget', { sessionId: this.#id, message }).catch(() => undefined);
    return answer;
  }

  /** What a task costs the worker, in milliseconds of script. */
  async cost(task: () => Promise<unknown>): Promise<{ ms: number; profile: Profile }> {
    await this.send('Profiler.enable');
    await this.send('Profiler.setSamplingInterval', { interval: 200 });
    await this.send('Profiler.start');
    await task();
    const { profile } = await this.send<{ profile: Profile }>('Profiler.stop');
    return { ms: scriptTime(profile), profile };
  }

  async heap(): Promise<number> {
    const { usedSize } = await this.send<{ usedSize: number }>('Runtime.getHeapUsage');
    return usedSize;
  }

  /** Bytes of scripts that somebody still holds, buffers outside of the heap included: what nobody holds is thrown away first. */
  async live(): Promise<number> {
    await this.send('HeapProfiler.collectGarbage');
    const heap =
      await this.send<Record<'usedSize' | 'embedderHeapUsedSize' | 'backingStorageSize', number>>(
        'Runtime.getHeapUsage',
      );
    return heap.usedSize + heap.embedderHeapUsedSize + heap.backingStorageSize;
  }

  async evaluate<T>(expression: string): Promise<T> {
    const { result } = await this.send<{ result: { value: T } }>('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    return result.value;
  }

  async close(): Promise<void> {
    await this.#session.detach().catch(() => undefined);
  }
}
