import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../core/problem';
import { sizeOf } from '../../core/tensor';
import { factsOf } from '../problem/facts';
import type { KernelRows } from '../problem/kernelRows';
import { computeExactly, CORE_AT_ONCE, QUICK_AT_ONCE, QuickWork, type Computed } from './compute';

/** How long the hand rests before core works out what the quick formulas answered. */
const RESTED_MS = 180;
/** Milliseconds of a frame in which rows are worked through where they are too many for one. */
const WORK_MS = 3;

/**
 * What the problem comes to as it is tried. A small one is core's at once. A larger one is answered by the quick
 * formulas within the frame and by core when the hand rests; beyond a million values the quick answer itself grows
 * from frame to frame. A kernel, once it has come, makes the quick formulas quicker, and core.
 */
export function useComputed(given: Problem, losses: Float64Array, problem: Problem, threshold: number): Computed {
  const size = sizeOf(problem.predictions.shape);
  const kernel = useKernel(size > CORE_AT_ONCE);
  const first = useMemo<{ computed: Computed; work: QuickWork | undefined }>(() => {
    if (problem === given && size <= QUICK_AT_ONCE)
      return { computed: asGiven(problem, losses, threshold), work: undefined };
    if (size <= CORE_AT_ONCE) return { computed: computeExactly(problem, threshold), work: undefined };
    const work = new QuickWork(problem, threshold, kernel.current);
    if (!work.able && problem !== given) return { computed: computeExactly(problem, threshold), work: undefined };
    work.advance(size <= QUICK_AT_ONCE ? () => true : within(WORK_MS));
    return { computed: resultOf(work, problem === given ? losses : undefined), work };
  }, [given, losses, problem, threshold, size]);
  const [later, setLater] = useState<{ problem: Problem; threshold: number; computed: Computed }>();

  const latest = useRef(problem);
  latest.current = problem;

  useEffect(() => {
    const { work } = first;
    if (work === undefined) return;
    let frame = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = (): void => {
      timer = setTimeout(
        () => setLater({ problem, threshold, computed: computeExactly(problem, threshold, kernel.current) }),
        RESTED_MS,
      );
    };
    const step = (): void => {
      // The hand has moved on in this very frame, which is before this effect is undone: one drawing a frame is enough.
      if (latest.current !== problem) return;
      work.advance(within(WORK_MS));
      setLater({ problem, threshold, computed: resultOf(work, problem === given ? losses : undefined) });
      if (!work.done) frame = requestAnimationFrame(step);
      else if (size <= QUICK_AT_ONCE && problem !== given) settle();
    };
    if (work.done) settle();
    else frame = requestAnimationFrame(step);
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [first]);

  return later?.problem === problem && later.threshold === threshold ? later.computed : first.computed;
}

/** The kernel for rows of large problems, fetched when the first of them is shown; undefined until then. */
function useKernel(wanted: boolean): RefObject<KernelRows | undefined> {
  const kernel = useRef<KernelRows | undefined>(undefined);
  useEffect(() => {
    if (!wanted || kernel.current !== undefined) return;
    void import('./kernel').then(({ begunKernel }) => {
      kernel.current = begunKernel();
    });
  }, [wanted]);
  return kernel;
}

function within(milliseconds: number): () => boolean {
  const start = performance.now();
  return () => performance.now() - start < milliseconds;
}

/** Losses that are known already stand in place of those worked out. */
function resultOf(work: QuickWork, losses: Float64Array | undefined): Computed {
  return losses === undefined ? work.result() : { ...work.result(), losses };
}

/** The losses are those that came with the result; only the facts are worked out here. */
function asGiven(problem: Problem, losses: Float64Array, threshold: number): Computed {
  const facts = factsOf(problem, threshold);
  return { facts, losses, value: NaN, progress: 1, exact: true, refusal: undefined };
}
