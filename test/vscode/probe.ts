/** How long others had to wait for their turn in this thread while something went on. */
export interface Waits {
  readonly turns: number;
  /** Milliseconds. */
  readonly longest: number;
}

/** Watches the event loop during `work`: others have their turn every millisecond, or as soon as they are let. */
export async function probe(work: () => Promise<void>): Promise<Waits> {
  let longest = 0;
  let turns = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    turns++;
  }, 1);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return { turns, longest };
}

/** What others did with a document that was just opened must not be counted as ours. */
const CALM_MS = 700;
const SHORT_MS = 30;

/** Waits until nothing has held up the event loop for a while; gives up where something always does. */
export async function calm(patience = 6_000): Promise<void> {
  const deadline = Date.now() + patience;
  let since = performance.now();
  let last = since;
  while (last - since < CALM_MS && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const now = performance.now();
    if (now - last > SHORT_MS) since = now;
    last = now;
  }
}

/** Says a figure that is told and not tested: it depends on what else the machine does. */
export function tell(name: string, value: number, unit: string): void {
  console.log(`[loss-lens-test] ${JSON.stringify({ event: 'figure', name, value, unit })}`);
}
