import { strict as assert } from 'node:assert';
import { type LiveFault, LiveRefusal } from '../../../src/live/fault';
import { fetchArray } from '../../../src/live/fetchArray';
import { npyBytes } from '../../../src/live/npyBytes';
import { isPlace } from '../../../src/live/place';
import { python } from '../../../src/live/python';
import { crc32 } from '../../../src/read/bytes/crc32';
import { readBytes } from '../../../src/read/bytes/readBytes';
import { liveFaultText } from '../../../src/report/liveFaults';

const PLACES = ['x', '_x1', 'ログ', 'self.logits', 'batch["y"]', "out['a b'].data", 'x[0][12].y'];
const NO_PLACES = [
  ...['', ' x', 'x ', 'f()', 'x.y()', 'x + 1', 'x[-1]', 'x[i]', 'x[0:2]', 'x[f"{y}"]', "x['\\n']", 'x\ny', '1x', 'x.1'],
  ...['lambda: 0', '(x)', 'x; y', '__import__("os")', 'x["a"+"b"]', `x['${"'"}']`, 'x'.repeat(201)],
];

/** A debugger that answers about one array, and keeps what it was asked. */
function answering(dtype: string, shape: readonly number[], data: Float64Array, type = 'torch|Tensor') {
  const asked: string[] = [];
  const evaluate = (expression: string): Promise<string> => {
    asked.push(expression);
    if (expression.includes('__qualname__')) return Promise.resolve(`'LL|${type}'`);
    const [, from, to] = /\[(\d+):(\d+)\]/.exec(expression) ?? [];
    if (from === undefined) return Promise.resolve(`"LL|${dtype}|${shape.join(',')}|torch.strided"`);
    const bytes = Buffer.from(data.slice(Number(from), Number(to)).buffer);
    return Promise.resolve(`LL|${Number(to) - Number(from)}|0|${crc32(bytes)}|${bytes.toString('base64')}`);
  };
  return { asked, evaluate };
}

describe('values of a running program', () => {
  it('are of places that call nothing', () => {
    for (const place of PLACES) assert.ok(isPlace(place), place);
    for (const place of NO_PLACES) assert.ok(!isPlace(place), JSON.stringify(place));
  });

  it('arrive with every bit, in pieces, and in order', async () => {
    const data = Float64Array.from({ length: 10_000 }, (_, index) => Math.sin(index) * 10 ** ((index % 600) - 300));
    data.set([NaN, Infinity, -Infinity, -0, 5e-324]);
    const { asked, evaluate } = answering('float64', [100, 100], data);
    const shares: number[] = [];
    const array = await fetchArray('x', python, evaluate, (share) => shares.push(share));
    assert.deepEqual(new BigInt64Array(array.data.buffer), new BigInt64Array(data.buffer));
    assert.deepEqual(array.shape, [100, 100]);
    assert.equal(asked.length, 2 + 3 + 1);
    assert.deepEqual(shares, [0.4096, 0.8192, 1]);
  });

  it('are stored as NumPy stores them, and read as any file', async () => {
    for (const [dtype, stored, values] of [
      ['float64', 'float64', [0.1, -0, NaN]],
      ['bfloat16', 'float32', [0.5, -2, Infinity]],
      ['int32', 'int64', [-5, 0, 2 ** 31 - 1]],
      ['bool', 'bool', [1, 0, 1]],
    ] as const) {
      const { evaluate } = answering(dtype, [3], Float64Array.from(values));
      const { blocks } = readBytes(npyBytes(await fetchArray('x', python, evaluate)), 'npy', 'x');
      const [block] = blocks;
      assert.ok(block !== undefined && !block.elided);
      assert.deepEqual([block.dtype, block.tensor.shape, [...block.tensor.data]], [stored, [3], [...values]]);
    }
  });

  it('are a scalar without extents', async () => {
    const { evaluate } = answering('float32', [], Float64Array.of(0.5));
    assert.deepEqual((await fetchArray('loss', python, evaluate)).shape, []);
  });

  it('are asked for by expressions that assign nothing and import nothing of the program’s', async () => {
    for (const type of ['torch|Tensor', 'numpy|ndarray', 'jaxlib.xla_extension|ArrayImpl', 'builtins|list'])
      await expressionsOf(type);
    const tensorflow = await expressionsOf('tensorflow.python.framework.ops|EagerTensor');
    assert.match(tensorflow.join('\n'), /x\.numpy\(\)/);
  });

  it('are refused in a sentence that names the variable', () => {
    const fault: LiveFault = { code: 'too-large', place: 'x', count: 5e6, limit: 4e6 };
    assert.equal(liveFaultText(fault), 'x holds 5000000 numbers; at most 4000000 are taken from a debugger.');
    assert.ok(new LiveRefusal(fault) instanceof Error);
  });
});

async function expressionsOf(type: string): Promise<readonly string[]> {
  const { asked, evaluate } = answering(
    type === 'builtins|list' ? 'float' : 'float64',
    [2],
    Float64Array.of(1, 2),
    type,
  );
  await fetchArray('x', python, evaluate);
  for (const expression of asked) {
    assert.doesNotMatch(expression, /(?<![=!<>])=(?!=)|:=|\bimport\b(?!__)|\n|;/, expression);
    const imported = [...expression.matchAll(/__import__\('(\w+)'\)/g)].map(([, name]) => name);
    assert.ok(
      imported.every((name) => ['builtins', 'struct', 'zlib', 'base64'].includes(name ?? '')),
      expression,
    );
  }
  return asked;
}
