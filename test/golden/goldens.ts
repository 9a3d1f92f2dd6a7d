import { readFileSync } from 'node:fs';
import type { Tensor } from '../../src/core/tensor';

/** A number of the goldens: what JSON cannot write stands as a string. */
export type GoldenNumber = number | string;
export type Nested = GoldenNumber | readonly Nested[];

export interface GoldenValues {
  readonly none: Nested;
  readonly sum: GoldenNumber;
  readonly mean: GoldenNumber;
  readonly batchmean?: GoldenNumber;
  readonly grad_of_mean?: Nested;
  readonly error?: { readonly type: string; readonly message: string };
}

export interface GoldenCase {
  readonly id: string;
  readonly fn: string;
  readonly input: Nested;
  readonly target: Nested;
  readonly params: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<'float64' | 'float32', GoldenValues>>;
  readonly exact?: Readonly<Record<'float64' | 'float32', Omit<GoldenValues, 'grad_of_mean' | 'error'>>>;
}

export interface Goldens {
  readonly cases: readonly GoldenCase[];
  readonly metrics: readonly Readonly<Record<string, unknown>>[];
  readonly signatures: readonly { readonly value: number; readonly meaning: string }[];
  readonly peers: readonly {
    readonly framework: string;
    readonly backend?: string;
    readonly case: string;
    readonly ok: boolean;
    readonly result: string;
  }[];
}

export function readGoldens(): Goldens {
  return JSON.parse(readFileSync('test/golden/goldens.json', 'utf8')) as Goldens;
}

export function goldenNumber(value: GoldenNumber): number {
  return typeof value === 'number' ? value : Number(value.replace('inf', 'Infinity'));
}

/** Nested lists, or EMPTY(2, 0), as a tensor. */
export function goldenTensor(nested: Nested): Tensor {
  const empty = typeof nested === 'string' ? /^EMPTY\((.*)\)$/.exec(nested) : null;
  if (empty) return { shape: empty[1].split(',').map(Number), data: new Float64Array(0) };
  const shape: number[] = [];
  for (let level = nested; Array.isArray(level); level = level[0] as Nested) shape.push(level.length);
  return { shape, data: Float64Array.from(flatten(nested)) };
}

export function flatten(nested: Nested): number[] {
  return Array.isArray(nested)
    ? (nested as readonly Nested[]).flatMap(flatten)
    : [goldenNumber(nested as GoldenNumber)];
}
