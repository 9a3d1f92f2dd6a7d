const PATIENCE_MILLISECONDS = 15_000;
const PAUSE_MILLISECONDS = 50;

/**
 * Repeats a reading, or an assertion, until it no longer throws, and gives its answer. The editor works on its own time:
 * what a test waits for is a condition, never a number of seconds.
 *
 * @throws what the last attempt threw, when patience ends
 */
export async function eventually<T>(attempt: () => T | Promise<T>, milliseconds = PATIENCE_MILLISECONDS): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
    }
  }
}
