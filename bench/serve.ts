import { createInterface } from 'node:readline';
import type { Measurement, Work } from './work';

/**
 * A contender in a process of its own: `{"prepare": Work}` makes a call ready, `{"run": true}` measures it once, behind a
 * call that is not measured and wakes what fell asleep while others had their turn: threads, processors, caches.
 */
export async function serve(
  prepare: (work: Work) => Promise<(() => Measurement | Promise<Measurement>) | undefined>,
): Promise<void> {
  let call: (() => Measurement | Promise<Measurement>) | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as { readonly prepare?: Work };
    try {
      if (request.prepare) call = await prepare(request.prepare);
      else await call?.();
      const answer = request.prepare ? { ready: call !== undefined } : await call?.();
      process.stdout.write(`${JSON.stringify(answer)}\n`);
    } catch (error) {
      process.stdout.write(`${JSON.stringify({ failed: error instanceof Error ? error.message : String(error) })}\n`);
    }
  }
}

/** Wall time and, where this Node tells it, the thread's own. */
export function measured(call: () => number): Measurement {
  const usage = (process as unknown as { threadCpuUsage?: (before?: NodeJS.CpuUsage) => NodeJS.CpuUsage })
    .threadCpuUsage;
  const before = usage?.();
  const start = performance.now();
  const value = call();
  const ms = performance.now() - start;
  const used = usage?.(before);
  return { ms, ...(used && { cpu: (used.user + used.system) / 1000 }), value };
}
