import type { Unsupported } from '../reading';
import type { CallNotation, LineNotation } from './notation';
import { jax } from './notations/jax';
import { numpy } from './notations/numpy';
import { tensorflow } from './notations/tensorflow';
import { paddle, torch } from './notations/torch';
import { rows } from './notations/rows';
import { columns } from './notations/columns';
import { delimited } from './notations/delimited';
import { juliaPrint } from './notations/juliaPrint';
import { latex } from './notations/latex';
import { markdown } from './notations/markdown';
import { matlab } from './notations/matlab';
import { jsonLines } from './notations/jsonLines';
import { drawn } from './notations/drawn';
import { polarsSeries } from './notations/polarsSeries';
import { printed } from './notations/printed';
import { rSlices } from './notations/rSlices';
import { rVector } from './notations/rVector';
import { series } from './notations/series';
import { torchRows } from './notations/torchRows';
import { juliaFrame } from './notations/juliaFrame';
import { rNamed } from './notations/rNamed';
import { rList } from './notations/rList';
import { tibble } from './notations/tibble';

const CALL_NOTATIONS: readonly CallNotation[] = [torch, paddle, numpy, jax, tensorflow];

/** The notations that wrap brackets, by the name in front of the parenthesis. */
export const CALLS: ReadonlyMap<string, CallNotation> = new Map(
  CALL_NOTATIONS.flatMap((call) => call.names.map((name) => [name, call] as const)),
);

/** Calls that print numbers which are not all there is to the array. */
export const REFUSED_CALLS: ReadonlyMap<string, Unsupported> = new Map([
  ['masked_array', 'masked'],
  ['MaskedArray', 'masked'],
  ['MaskedTensor', 'masked'],
  ['tf.sparse.SparseTensor', 'sparse'],
  ['SparseTensor', 'sparse'],
  ['torch.sparse_coo_tensor', 'sparse'],
  ['torch.sparse_csr_tensor', 'sparse'],
]);

/** The notations of whole lines, the more particular first: the first that takes a line has it. */
export const LINES: readonly LineNotation[] = [
  jsonLines,
  drawn,
  polarsSeries,
  markdown,
  latex,
  juliaPrint,
  juliaFrame,
  torchRows,
  matlab,
  rList,
  rSlices,
  rVector,
  rNamed,
  tibble,
  printed,
  series,
  columns,
  delimited,
  rows,
];
