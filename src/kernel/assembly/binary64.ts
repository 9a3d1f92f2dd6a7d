import { constant64, madd64, scaledExp64 } from './lanes64';

/** binaryCrossEntropy in float64. */
export function binaryCrossEntropy64(logits: usize, targets: usize, cells: i32, losses: usize): f64 {
  const log2e = constant64(0), ln2High = constant64(8), ln2Low = constant64(16);
  const one = constant64(104), magic = constant64(112);
  const low = f64x2.splat(-700), zero = f64x2.splat(0), two = f64x2.splat(2), sign = i64x2.splat(0x8000000000000000);
  let sum = f64x2.splat(0);
  for (let at: usize = 0, end = <usize>cells << 3; at < end; at += 16) {
    const x = v128.load(logits + at);
    const y = v128.load(targets + at);
    const u = scaledExp64(f64x2.pmax(v128.or(x, sign), low), magic, log2e, ln2High, ln2Low);
    const s = f64x2.div(u, f64x2.add(two, u));
    const t = f64x2.mul(s, s);
    let q = madd64(constant64(248), t, constant64(240));
    q = madd64(q, t, constant64(232));
    q = madd64(q, t, constant64(224));
    q = madd64(q, t, constant64(216));
    q = madd64(q, t, constant64(208));
    q = madd64(q, t, constant64(200));
    q = madd64(q, t, constant64(192));
    q = madd64(q, t, constant64(184));
    q = madd64(q, t, constant64(176));
    const tail = madd64(f64x2.mul(s, t), q, f64x2.add(s, s));
    const right = v128.bitselect(y, f64x2.sub(one, y), f64x2.lt(x, zero));
    const loss = madd64(f64x2.abs(x), right, tail);
    if (losses) v128.store(losses + at, loss);
    sum = f64x2.add(sum, loss);
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
