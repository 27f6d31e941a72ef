/** What happens by itself in a moment, however busy the machine is. */
import { vi } from 'vitest';

export const soon = <T>(task: () => T | Promise<T>): Promise<T> => vi.waitFor(task, { timeout: 10_000 });
