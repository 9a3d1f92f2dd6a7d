/** What compiled languages put in front of a list. All look-ups are over a bounded stretch. */

/** `new Float32Array([`: where it begins; -1 where the bracket is passed to something else. */
export function constructed(text: string, open: number, call: string): number {
  if (!/^(?:Big)?(?:Float|Int|Uint)\d+(?:Clamped)?Array$/.test(call)) return -1;
  const near = text.slice(Math.max(0, open - 80), open);
  const made = /new\s+\w+\(\s*$/.exec(near);
  return made === null ? -1 : open - made[0].length;
}

/** `std::vector<float> x{`: the variable that C++ initialises with the list. */
export function initialised(text: string, open: number): string | undefined {
  const near = text.slice(Math.max(0, open - 100), open);
  return /(?:^|[\s;{(])[\w:<>, ]*[\w>]\s+([A-Za-z_]\w*)(?:\[\d*\])*\s*$/.exec(
    near.slice(near.lastIndexOf('\n') + 1),
  )?.[1];
}

/** Where the type in front of a list begins: Go's `[][]float64{`, Java's `new double[][]{`; `open` where there is none. */
export function typeBefore(text: string, open: number): number {
  const near = text.slice(Math.max(0, open - 60), open);
  const type = /(?:new\s+\w+(?:\[[\d,]*\])+|(?:\[[\d.]*\])+\w+)\s*$/.exec(near);
  return type === null ? open : open - type[0].length;
}
