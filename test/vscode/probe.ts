/** How long others had to wait for their turn in this thread while something went on. */
export interface Waits {
  readonly turns: number;
  /** Milliseconds. */
  readonly longest: number;
  /** The same in processor time of this thread, which others' work on the machine does not stretch; where it can be told. */
  readonly busiest?: number;
}

interface Clock {
  /** Microseconds; Node has it from 23.9 on. */
  threadCpuUsage?(): { readonly user: number; readonly system: number };
}

/** Processor time of this thread in milliseconds; NaN where it cannot be told. */
export function busy(): number {
  const clock = (globalThis as { readonly process?: Clock }).process;
  const used = clock?.threadCpuUsage?.();
  return used === undefined ? NaN : (used.user + used.system) / 1000;
}

/** Watches the event loop during `work`: others have their turn every millisecond, or as soon as they are let. */
export async function probe(work: () => Promise<void>): Promise<Waits> {
  let longest = 0;
  let turns = 0;
  let busiest = 0;
  let last = performance.now();
  let lastBusy = busy();
  const timer = setInterval(() => {
    const now = performance.now();
    const nowBusy = busy();
    longest = Math.max(longest, now - last);
    busiest = Math.max(busiest, nowBusy - lastBusy);
    last = now;
    lastBusy = nowBusy;
    turns++;
  }, 1);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return { turns, longest, ...(Number.isFinite(busiest) && { busiest }) };
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
