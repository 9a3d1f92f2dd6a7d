import type { Port } from '../../src/wire/port';

/** Two ends joined in this process; messages arrive later, as clones. */
export function joined(): readonly [Port, Port] {
  const listeners: readonly [Set<(message: unknown) => void>, Set<(message: unknown) => void>] = [new Set(), new Set()];
  const end = (own: 0 | 1): Port => ({
    post: (message) => {
      const sent: unknown = structuredClone(message);
      setImmediate(() => listeners[own === 0 ? 1 : 0].forEach((receive) => receive(sent)));
    },
    listen: (receive) => {
      listeners[own].add(receive);
      return () => void listeners[own].delete(receive);
    },
  });
  return [end(0), end(1)];
}
