import { strict as assert } from 'node:assert';
import { runInNewContext } from 'node:vm';
import { LiveRefusal } from '../../../src/live/fault';
import { fetchArray, type LiveArray } from '../../../src/live/fetchArray';
import { javascript } from '../../../src/live/javascript';

/** A program that is paused: its values are asked for by the language itself. */
function program(source: string): { fetch: (place: string) => Promise<LiveArray>; asked: string[] } {
  // As in a frame of it, with its own names in sight.
  const frame = runInNewContext(`(() => { ${source}; return e => eval(e); })()`, { btoa }) as (of: string) => unknown;
  const asked: string[] = [];
  const evaluate = (expression: string): Promise<string> => {
    asked.push(expression);
    return Promise.resolve(String(frame(expression)));
  };
  return { fetch: (place) => fetchArray(place, javascript, evaluate), asked };
}

async function refusal(source: string, place: string): Promise<string> {
  try {
    await program(source).fetch(place);
  } catch (error) {
    if (error instanceof LiveRefusal) return error.fault.code;
    throw error;
  }
  return 'taken';
}

/** What TensorFlow.js 4.22 and ONNX Runtime 1.23 have of a tensor, as far as it is looked at. */
const LIBRARIES = `
  const tfjs = { dtype: 'float32', shape: [2, 2], dataSync: () => Float32Array.of(0.1, 2, -3, 4) };
  const onnx = { type: 'int64', dims: [3], location: 'cpu', data: BigInt64Array.of(0n, 2n, -1n) };
  const away = { type: 'float32', dims: [3], location: 'gpu-buffer', get data() { throw new Error('not here'); } };
  const halves = { type: 'float16', dims: [1], data: Uint16Array.of(15360) };
`;

describe('values of a JavaScript program', () => {
  it('arrive with every bit, in pieces, and in order', async () => {
    const { fetch, asked } = program(`
      const x = Float64Array.from({ length: 10000 }, (_, i) => Math.sin(i) * 10 ** ((i % 600) - 300));
      x.set([NaN, Infinity, -Infinity, -0, 5e-324]);
    `);
    const expected = Float64Array.from({ length: 10_000 }, (_, i) => Math.sin(i) * 10 ** ((i % 600) - 300));
    expected.set([NaN, Infinity, -Infinity, -0, 5e-324]);
    const { data, shape, dtype } = await fetch('x');
    assert.deepEqual(new BigInt64Array(data.buffer), new BigInt64Array(expected.buffer));
    assert.deepEqual([shape, dtype, asked.length], [[10_000], 'Float64Array', 2 + 3 + 1]);
  });

  it('are of lists in any depth, of typed arrays, and of lists of those', async () => {
    const { fetch } = program(`
      const rows = [[2.5, -1, 0.125], [0.1, 0.2, 0.3]];
      const deep = { batch: [[[1, 2], [3, 4]]] };
      const views = [Float32Array.of(0.1, 2), Float32Array.of(3, 4)];
      const labels = [2, 0], flags = [true, false], longs = BigInt64Array.of(3n, -4n), loss = 0.25;
      const whole = [[1, 0], [0, 1]];
    `);
    const found = [];
    for (const place of ['rows', 'deep.batch', 'views', 'labels', 'flags', 'longs', 'loss', 'whole']) {
      const { shape, stored, data } = await fetch(place);
      found.push([place, shape, stored, [...data]]);
    }
    assert.deepEqual(found, [
      ['rows', [2, 3], 'float64', [2.5, -1, 0.125, 0.1, 0.2, 0.3]],
      ['deep.batch', [1, 2, 2], 'float64', [1, 2, 3, 4]],
      ['views', [2, 2], 'float32', [Math.fround(0.1), 2, 3, 4]],
      ['labels', [2], 'int64', [2, 0]],
      ['flags', [2], 'bool', [1, 0]],
      ['longs', [2], 'int64', [3, -4]],
      ['loss', [], 'float64', [0.25]],
      ['whole', [2, 2], 'float64', [1, 0, 0, 1]],
    ]);
  });

  it('are of the tensors of TensorFlow.js and ONNX Runtime', async () => {
    const { fetch } = program(LIBRARIES);
    const tfjs = await fetch('tfjs');
    assert.deepEqual([tfjs.shape, tfjs.stored, [...tfjs.data]], [[2, 2], 'float32', [Math.fround(0.1), 2, -3, 4]]);
    const onnx = await fetch('onnx');
    assert.deepEqual([onnx.shape, onnx.stored, [...onnx.data]], [[3], 'int64', [0, 2, -1]]);
    assert.equal(await refusal(LIBRARIES, 'away'), 'layout');
    // Older ones hold the bits of halves, which are no numbers.
    assert.equal(await refusal(LIBRARIES, 'halves'), 'dtype');
  });

  it('are taken where the program calls its own variables as the language does', async () => {
    const { fetch } = program('const Array = 1, Number = 2, Set = 3, Math = 4, btoa = 5, x = [[1.5, 2], [3, 4]];');
    assert.deepEqual((await fetch('x')).shape, [2, 2]);
  });

  it('are refused where they are no numbers, ragged, sparse, too many, or more than a float holds', async () => {
    for (const [source, code] of [
      ['var x = [1, "2"]', 'dtype'],
      ['var x = []', 'dtype'],
      ['var x = [1, , 3]', 'dtype'],
      ['var x = [1, null]', 'dtype'],
      ['var x = [[1, 2], [3]]', 'ragged'],
      ['var x = [[1.5, 2], 3]', 'ragged'],
      ['var x = { a: 1 }', 'kind'],
      ['var x = new DataView(new ArrayBuffer(8))', 'kind'],
      ['var x = new Map()', 'kind'],
      ['var x = () => 1', 'kind'],
      ['var x = null', 'kind'],
      ['var x = "1.5"', 'kind'],
      ['var x = new Float32Array(4000001)', 'too-large'],
      ['var x = [2n ** 60n + 1n]', 'inexact'],
      ['var x = BigInt64Array.of(2n ** 60n + 1n)', 'inexact'],
    ] as const)
      assert.equal(await refusal(source, 'x'), code, source);
  });

  it('are asked for by expressions that assign to nothing of the program’s', async () => {
    const { fetch, asked } = program(`${LIBRARIES} const x = [1.5], y = Float32Array.of(1);`);
    for (const place of ['x', 'y', 'tfjs', 'onnx']) await fetch(place);
    for (const expression of asked) {
      const assigned = [...expression.matchAll(/(\S+) (?:=|\+=|\^=) /g)].map(([, name]) => name);
      const own = [
        'isList',
        'nameOf',
        'shapeOf',
        'inner',
        'shape',
        'typesOf',
        'flat',
        'd',
        'p',
        'c',
        's',
        'k',
        'i',
        'inexact',
      ];
      assert.ok(
        assigned.every((name) => own.includes(name ?? '')),
        `${expression}: ${assigned.join(' ')}`,
      );
    }
  });
});
