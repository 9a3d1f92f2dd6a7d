/** How long a piece of work may go on before others have their turn. */
const TURN_MS = 4;

/**
 * A pause to make between small steps of long work: where the work has gone on for a few milliseconds, whatever else
 * waits for the extension host has its turn; else it costs nothing. Letting others go first at every step would take
 * longer than the steps, since a browser makes a timer wait for milliseconds.
 */
export function takingTurns(): () => Promise<void> {
  let turn = -Infinity;
  return async () => {
    if (performance.now() - turn < TURN_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    turn = performance.now();
  };
}
