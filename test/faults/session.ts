import { fetchArray } from '../../src/live/fetchArray';
import { python } from '../../src/live/python';
import { crc32 } from '../../src/read/bytes/crc32';
import type { Kind } from './kind';

/** More than fits into one reply: three pieces, and the questions before and after them. */
const VALUES = Float64Array.from({ length: 10_000 }, (_, index) => Math.sin(index));
const REQUESTS = 6;

/** What a debugger answers about the array while its session lasts. */
function answer(expression: string): string {
  if (expression.includes('__qualname__')) return 'LL|torch|Tensor';
  const [, from, to] = /\[(\d+):(\d+)\]/.exec(expression) ?? [];
  if (from === undefined) return `LL|float64|${VALUES.length}|torch.strided`;
  const bytes = Buffer.from(VALUES.slice(Number(from), Number(to)).buffer);
  return `LL|${Number(to) - Number(from)}|0|${crc32(bytes)}|${bytes.toString('base64')}`;
}

/** The session ends at one of the requests: it fails, or only a part of its reply arrives. Nothing of it may pass for the array. */
export const SESSION_ENDED: Kind = {
  name: 'debug session ended',
  keeps: true,
  happen: async (trial, turn) => {
    let asked = 0;
    const ending = (expression: string): Promise<string> => {
      if (asked++ !== turn % REQUESTS) return Promise.resolve(answer(expression));
      const whole = answer(expression);
      return Math.floor(turn / REQUESTS) % 2 === 0
        ? Promise.reject(new Error('the session has ended'))
        : Promise.resolve(whole.slice(0, Math.floor((whole.length * (turn % 97)) / 97)));
    };
    const outcome = await fetchArray('x', python, ending).then(
      () => 'an array',
      () => 'a refusal',
    );
    if (outcome === 'an array') trial.faults.push(`takes what came of request ${turn % REQUESTS} for all of it`);
    const whole = await fetchArray('x', python, (expression) => Promise.resolve(answer(expression)));
    if (whole.data.some((value, at) => value !== VALUES[at])) trial.faults.push('fetches other values afterwards');
  },
};
