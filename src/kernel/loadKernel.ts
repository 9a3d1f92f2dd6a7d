import type { Kernel } from './kernel';
import { plainKernel } from './plainKernel';
import { WasmKernel } from './wasmKernel';

let loaded: Kernel | undefined;

/** The fastest kernel this platform takes, made on first use: a few kilobytes and half a millisecond. */
export function loadKernel(): Kernel {
  loaded ??= firstThatWorks();
  return loaded;
}

function firstThatWorks(): Kernel {
  for (const build of ['relaxed-simd', 'simd128'] as const) {
    try {
      return new WasmKernel(build);
    } catch {
      // Older engines do not know the instructions, some places forbid WebAssembly or shared memory: the next one.
    }
  }
  return plainKernel;
}
