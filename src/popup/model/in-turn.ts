/** Of the worker's time a list takes one part, and leaves it so many. */
const REST = 4;

export interface InTurn {
  /** Something has changed: asked now, or after the question under way and a rest as long as it deserves. */
  want: () => void;
  stop: () => void;
}

/**
 * One question at a time. A list of thousands takes as long to be answered as hundreds of writes, and each of these is a reason to ask for
 * it again: while a run goes on it is asked for as often as leaves the worker its time.
 */
export function inTurn(ask: () => Promise<void>): InTurn {
  let asking = false;
  let again = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const go = async (): Promise<void> => {
    asking = true;
    again = false;
    const began = performance.now();
    await ask();
    timer = setTimeout(next, REST * (performance.now() - began));
  };
  const next = (): void => {
    asking = false;
    if (again && !stopped) void go();
  };
  return {
    want: () => {
      if (asking) again = true;
      else if (!stopped) void go();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
