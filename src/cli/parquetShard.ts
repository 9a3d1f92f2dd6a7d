import { blockArray, type ShardArray } from '../dataset/shardArray';
import { labelled } from '../pair/labelColumn';
import type { ParquetAnswer, ParquetRequest } from '../parquet/answer';
import type { KnownBlock } from '../read/reading';
import { troubleText } from '../report/troubles';
import { InputError } from './input';

type AskParquet = (request: ParquetRequest) => ParquetAnswer;

let ask: AskParquet | undefined;

/** Set once, by whoever knows the program that reads such files. */
export function takeParquet(asking: AskParquet): void {
  ask = asking;
}

/** Numbers that are read at once: 32 MB. */
const WINDOW_NUMBERS = 2 ** 22;

/** Rows by which it is settled which columns are labels. */
const FIRST_ROWS = 64;

/** Rows of a Parquet file, some at a time: every stretch is read by a process of its own, and the last one is kept. */
export class ParquetShard {
  readonly rows: number;
  private readonly first: readonly KnownBlock[];
  private readonly windowRows: number;
  private from = 0;
  private to: number;
  private blocks: readonly KnownBlock[];

  /** Throws {@link InputError}. */
  constructor(private readonly file: string) {
    const { rows, blocks } = this.read(0, FIRST_ROWS);
    this.rows = rows;
    this.first = this.blocks = blocks;
    this.to = Math.min(rows, FIRST_ROWS);
    const numbers = blocks.reduce((sum, { tensor }) => sum + tensor.data.length, 0);
    this.windowRows = Math.max(1, Math.floor(WINDOW_NUMBERS / Math.max(1, numbers / Math.max(1, this.to))));
  }

  get names(): readonly (string | undefined)[] {
    return this.first.map(({ name }) => name);
  }

  array(place: number): ShardArray {
    return this.part((blocks) => blocks[place]);
  }

  /** The two parts of a table that holds its labels in a column, where it is such a table. */
  labelled(): { readonly predictions: ShardArray; readonly targets: ShardArray } | undefined {
    const [table, another] = this.first;
    const found = table && another === undefined ? labelled(table) : undefined;
    if (found === undefined) return undefined;
    const names = table?.columnNames ?? [];
    const label = names.indexOf(found.targets.name ?? '');
    const chosen = (found.predictions.columnNames ?? [found.predictions.name ?? '']).map((name) => names.indexOf(name));
    const single = found.predictions.tensor.shape.length === 1;
    return {
      predictions: this.part(([block]) => columnsOf(block, chosen, single)),
      targets: this.part(([block]) => columnsOf(block, [label], true)),
    };
  }

  private part(of: (blocks: readonly KnownBlock[]) => KnownBlock): ShardArray {
    const first = of(this.first);
    const [, ...inner] = first.tensor.shape;
    const shape = [this.rows, ...inner];
    const within = (from: number, to: number): readonly [ShardArray, number] => {
      if (from < this.from || to > this.to) this.move(from, to);
      const block = of(this.blocks);
      // What the first rows promise is what the question was made of.
      if (first.integers && !block.integers)
        throw new InputError(`${this.file}: ${block.name ?? 'a column'} holds numbers that are no integers.`);
      return [blockArray(block), this.from];
    };
    return {
      ...{ shape, rows: this.rows, width: inner.reduce((size, extent) => size * extent, 1), integers: first.integers },
      block: (from, to) => {
        const [array, by] = within(from, to);
        return array.block(from - by, to - by);
      },
      floats: (from, to) => {
        const [array, by] = within(from, to);
        return array.floats(from - by, to - by);
      },
    };
  }

  private move(from: number, to: number): void {
    const end = Math.min(this.rows, Math.max(to, from + this.windowRows));
    const { blocks } = this.read(from, end);
    this.blocks = blocks;
    this.from = from;
    this.to = end;
  }

  private read(from: number, to: number): { readonly rows: number; readonly blocks: readonly KnownBlock[] } {
    if (ask === undefined) throw new InputError(`${this.file} cannot be read: what reads Parquet files is missing.`);
    const { reading, rows } = ask({ path: this.file, from, to });
    const [trouble] = reading.troubles;
    if (trouble !== undefined) throw new InputError(`${this.file}: ${troubleText(trouble)}`);
    return { rows, blocks: reading.blocks.filter((block): block is KnownBlock => !block.elided) };
  }
}

/** Some columns of a table; a single one as a vector. */
function columnsOf(block: KnownBlock, chosen: readonly number[], single: boolean): KnownBlock {
  const { columnNames = [], dtype, rowNames, ...rest } = block;
  void [dtype, rowNames];
  const [rows = 0, width = 0] = block.tensor.shape;
  const data = new Float64Array(rows * chosen.length);
  for (let row = 0; row < rows; row++)
    chosen.forEach((column, place) => (data[row * chosen.length + place] = block.tensor.data[row * width + column]));
  const names = chosen.map((column) => columnNames[column]);
  return {
    ...rest,
    ...(single ? { name: names[0] } : { columnNames: names }),
    integers: block.integers || data.every(Number.isInteger),
    tensor: { shape: single ? [rows] : [rows, chosen.length], data },
  };
}
