/** One answer of a person is taken down after the other: of two that come from two windows at once, the second finds that nothing waits any more. */
export const inTurn = <T>(take: () => Promise<T>): Promise<T> => navigator.locks.request('answers', take) as Promise<T>;
