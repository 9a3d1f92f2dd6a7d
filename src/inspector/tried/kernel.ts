import { takeShortcut } from '../../core/evaluate';
import { fastEvaluation } from '../../kernel/fastEvaluation';
import { WasmKernel } from '../../kernel/wasmKernel';
import { KernelRows } from '../problem/kernelRows';

let rows: KernelRows | undefined;

/**
 * WebAssembly for large problems, which the page fetches when it shows the first; core takes its shortcut by it from then
 * on. Undefined where the browser has no such instructions, or forbids them: what was there before goes on.
 */
export function begunKernel(): KernelRows | undefined {
  if (rows !== undefined) return rows;
  for (const build of ['relaxed-simd', 'simd128'] as const) {
    try {
      const kernel = new WasmKernel(build);
      takeShortcut((problem) => fastEvaluation(problem, kernel));
      rows = new KernelRows(kernel);
      return rows;
    } catch {
      // The next one.
    }
  }
  return undefined;
}
