import type { Tensor } from '../core/tensor';

/** Text to read, with where it came from. Offsets everywhere are UTF-16 code units from the start of `text`. */
export interface Excerpt {
  readonly text: string;
  /**
   * VS Code language id or the like. 'json', 'jsonl', 'csv', 'tsv' and 'notebook' (the JSON of an .ipynb file) are
   * read strictly as that; any other is a hint.
   */
  readonly language?: string;
}

/** Half-open range of UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The span of whatever was read from bytes, which have no place in a text. */
export const NOWHERE: Span = { start: 0, end: 0 };

export type Notation =
  | 'torch'
  | 'numpy'
  | 'numpy-str'
  | 'jax'
  | 'tensorflow'
  | 'json'
  | 'jsonl'
  | 'python'
  | 'javascript'
  | 'c'
  | 'mathematica'
  | 'julia'
  | 'r'
  | 'matlab'
  | 'pandas'
  | 'polars'
  | 'csv'
  | 'tsv'
  | 'table'
  | 'markdown'
  | 'latex'
  | 'rows'
  | 'npy'
  | 'npz'
  | 'safetensors'
  | 'pt'
  | 'parquet';

/** One array found in the text. `elided` decides whether its numbers are known. */
export type Block = KnownBlock | ElidedBlock;

interface BlockBase {
  /** What the text calls it: the left side of an assignment, a JSON key, the expression of a notebook cell. */
  readonly name?: string;
  /** The whole expression, wrapper and suffixes included: `tensor(..., dtype=torch.float64)`; never the name. */
  readonly span: Span;
  readonly notation: Notation;
  /** What the text states, or what the notation implies by leaving it out (torch: float32, int64, bool). */
  readonly dtype?: string;
  /** The notebook cell that printed it. */
  readonly cell?: NotebookCell;
}

export interface KnownBlock extends BlockBase {
  readonly elided: false;
  readonly tensor: Tensor;
  /** The span of every number, in the order of tensor.data; empty where the array comes from bytes. */
  readonly cells: Cells;
  /** The most digits after the decimal point that any number was printed with. */
  readonly decimals: number;
  /** Every number was written as an integer or boolean: no point, no exponent, no nan. */
  readonly integers: boolean;
  /** What the text calls the rows (a table's index, text column or row labels); as many as the first axis is long. */
  readonly rowNames?: readonly string[];
  /** What the text calls the columns, or classes (a table's headers); as many as the last axis is long. */
  readonly columnNames?: readonly string[];
  /**
   * The common factor that stands once for all numbers (`1.0e+03 *`); NaN where slices have factors of their own.
   * tensor.data has it multiplied in.
   */
  readonly scale?: number;
}

export interface NotebookCell {
  /** Position among the cells of the notebook, from 0. */
  readonly index: number;
  /** The number that the notebook shows beside the cell: `In [n]:`. */
  readonly executionCount?: number;
}

/** A print that left numbers out (`...`). Its shape is known only where the text states it. */
export interface ElidedBlock extends BlockBase {
  readonly elided: true;
  readonly shape?: readonly number[];
}

export interface Cells {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/**
 * Something that looks like an array and cannot be taken as one, as data: `report/` makes the words.
 * `span` is where: the elision, the token, the first row of another length.
 */
export type Trouble =
  | { readonly code: 'elided'; readonly span: Span }
  | {
      readonly code: 'ragged';
      readonly span: Span;
      readonly row: number;
      readonly found: string;
      readonly expected: string;
    }
  | { readonly code: 'bad-token'; readonly span: Span; readonly found: string }
  | { readonly code: 'unclosed'; readonly span: Span; readonly found: string }
  | { readonly code: 'too-deep'; readonly span: Span; readonly limit: number }
  | { readonly code: 'too-large'; readonly span: Span; readonly limit: number }
  | { readonly code: 'shape-mismatch'; readonly span: Span; readonly found: string; readonly expected: string }
  | {
      readonly code: 'unsupported';
      readonly span: Span;
      readonly kind: Unsupported;
    }
  /** An integer that no double holds exactly; the array is read, with the nearest double in its place. */
  | { readonly code: 'inexact'; readonly span: Span; readonly found: string }
  /** A JSON file that is not JSON: what was found where something else was expected. */
  | { readonly code: 'not-json'; readonly span: Span; readonly found: string; readonly expected: JsonExpectation }
  | { readonly code: 'duplicate-key'; readonly span: Span; readonly key: string }
  /** A notebook without what the format requires. */
  | { readonly code: 'not-a-notebook'; readonly span: Span; readonly missing: string }
  /** Bytes that are not what their format requires. `part` is the member of an archive, or empty. */
  | {
      readonly code: 'bad-file';
      readonly span: Span;
      readonly format: FileFormat;
      readonly fault: FileFault;
      readonly part: string;
    };
export type TroubleCode = Trouble['code'];

/** Arrays whose printed numbers are not their values. */
export type Unsupported = 'sparse' | 'complex' | 'masked' | 'quantized' | 'text' | 'records' | 'objects';

export type JsonExpectation = 'value' | 'key' | 'colon' | 'comma-or-end' | 'end' | 'string' | 'number';

export type ByteFormat = 'npy' | 'npz' | 'safetensors' | 'pt' | 'pickle' | 'parquet';

/** What cannot be had at all is refused whatever it holds; `part` is its name. */
export type FileFormat = ByteFormat | 'any';

/** Why a file was refused. */
export type FileFault =
  | 'magic'
  | 'version'
  | 'truncated'
  | 'header'
  | 'header-too-long'
  | 'columns-first'
  | 'dtype'
  | 'shape'
  | 'size-mismatch'
  | 'too-large'
  | 'pickled-objects'
  | 'zip'
  | 'encrypted'
  | 'method'
  | 'checksum'
  | 'too-many-members'
  | 'duplicate-name'
  | 'offsets'
  | 'never-unpickled'
  /** Columns of structures or maps that hold numbers. */
  | 'nested'
  | 'decimal'
  | 'null-list'
  | 'damaged'
  /** The process that read it was ended. */
  | 'memory'
  | 'time'
  | 'no-process'
  /** It was not the same file from the first byte to the last. */
  | 'changed'
  | 'gone';

/** Both lists may be non-empty; both empty means there is nothing here. Reading never throws. */
export interface Reading {
  readonly blocks: readonly Block[];
  readonly troubles: readonly Trouble[];
}
