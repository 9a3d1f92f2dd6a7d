import { DTYPES, FROM_KINDS, LOSS_NAMES, REDUCTIONS } from '../core/problem';
import { SNIPPET_KINDS } from '../report/snippets';

/** An option as it is told in the help, the manual and the completion, and as it is parsed. */
export interface Option {
  readonly name: string;
  /** What follows it; an option without one is a switch. */
  readonly value?: string;
  /** The words that may follow it, where they are few. */
  readonly words?: readonly string[];
  readonly text: string;
}

export interface Command {
  readonly name: string;
  readonly operands: string;
  readonly text: string;
  readonly options: readonly Option[];
  /** What operands are completed with: files by default. */
  readonly words?: readonly string[];
}

const JSON_OUT: Option = { name: 'json', text: 'answer in JSON, a contract described in docs/cli.md' };
const WATCH: Option = { name: 'watch', text: 'do it again whenever one of the files changes, until interrupted' };

const PROGRESS: Option = { name: 'progress', text: 'tell how much is done, in lines of JSON on standard error' };

const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What a dataset is computed by: what is fastest here, the same bits everywhere, or the latter on a cluster. */
export const ENGINES = ['fast', 'portable', 'dask'] as const;
export type EngineName = (typeof ENGINES)[number];

/** Every command, in the order of the help. What is not here is not parsed: no option goes untold. */
export const COMMANDS = [
  {
    name: 'read',
    operands: 'FILE...',
    text: 'list every array of the files',
    options: [JSON_OUT, { name: 'values', text: 'with all numbers of each array' }, WATCH],
  },
  {
    name: 'compute',
    operands: 'FILE [FILE]',
    text: 'compute the loss; with two files the first holds the predictions',
    options: [
      JSON_OUT,
      { name: 'pred', value: 'SEL', text: 'the array of the predictions' },
      { name: 'target', value: 'SEL', text: 'the array of the targets' },
      {
        name: 'loss',
        value: 'LOSS',
        words: ['auto', ...LOSS_NAMES],
        text: 'which loss, computed literally on the numbers; auto tells it from them',
      },
      { name: 'from', value: 'KIND', words: FROM_KINDS, text: 'what the predictions are' },
      { name: 'reduction', value: 'R', words: REDUCTIONS, text: "PyTorch's reduction; mean by default" },
      { name: 'dtype', value: 'D', words: DTYPES, text: 'the precision of the inputs; float64 by default' },
      { name: 'weight', value: 'W,W,...|SEL', text: "PyTorch's weight" },
      { name: 'pos-weight', value: 'W,W,...|SEL', text: "PyTorch's pos_weight" },
      { name: 'ignore-index', value: 'I', text: "PyTorch's ignore_index" },
      { name: 'label-smoothing', value: 'S', text: "PyTorch's label_smoothing" },
      { name: 'eps', value: 'E', text: 'logarithms as log(p + E), without a clamp' },
      { name: 'exact', value: 'DIGITS', text: 'also the loss without rounding, to so many digits' },
      { name: 'code', value: 'KIND', words: SNIPPET_KINDS, text: 'print code that asserts the loss instead' },
      WATCH,
    ],
  },
  {
    name: 'scan',
    operands: 'FILE...',
    text: 'list every sensible pairing of a file with its loss, and what the file prints itself',
    options: [JSON_OUT, { name: 'explain', value: 'NUMBER', text: 'the formulas that give this number' }, WATCH],
  },
  {
    name: 'check',
    operands: 'PATH...',
    text: 'hold the losses that comments pin (# loss-lens: 0.6935) to the matrices beside them; of a folder every text in it',
    options: [
      JSON_OUT,
      { name: 'github', text: "say what does not hold as annotations of GitHub's workflows" },
      { name: 'update', text: 'write what was found into the files instead' },
      WATCH,
    ],
  },
  {
    name: 'dataset',
    operands: '[PREDICTIONS [TARGETS]]',
    text: 'summarise shards of any size: patterns in quotes (* and ?), of .npy, .npz, .safetensors and .parquet files',
    options: [
      JSON_OUT,
      {
        name: 'manifest',
        value: 'FILE',
        text: 'a JSON list of {"predictions": FILE, "targets": FILE} in place of patterns',
      },
      { name: 'pred', value: 'NAME', text: 'the array of the predictions in files of several' },
      { name: 'target', value: 'NAME', text: 'the array of the targets in files of several' },
      { name: 'loss', value: 'LOSS', words: LOSS_NAMES, text: 'which loss; left out, it is told from the first rows' },
      { name: 'from', value: 'KIND', words: FROM_KINDS, text: 'what the predictions are' },
      { name: 'weight', value: 'W,W,...', text: "PyTorch's weight" },
      { name: 'ignore-index', value: 'I', text: "PyTorch's ignore_index" },
      { name: 'label-smoothing', value: 'S', text: "PyTorch's label_smoothing" },
      { name: 'worst', value: 'N', text: 'how many of the largest losses are told; 10 by default' },
      { name: 'bins', value: 'N', text: 'bins of the calibration error; 15 by default' },
      { name: 'threads', value: 'N', text: 'how many work at once; as many as there are cores by default' },
      {
        name: 'engine',
        value: 'E',
        words: ENGINES,
        text: 'fast by default; portable for the same bits on every machine; dask for those on a cluster',
      },
      { name: 'scheduler', value: 'tcp://HOST:PORT', text: 'where the cluster of --engine dask is' },
      { name: 'python', value: 'PROGRAM', text: 'the Python that has dask.distributed; python3 by default' },
      PROGRESS,
      { name: 'resume', value: 'FILE', text: 'keep what is finished in this file, and go on from it' },
    ],
  },
  { name: 'eval', operands: '', text: 'answer problems given as JSON lines on standard input', options: [] },
  {
    name: 'mcp',
    operands: '',
    text: 'serve the tool compute_cross_entropy to agents (Model Context Protocol, on standard input and output)',
    options: [],
  },
  {
    name: 'completion',
    operands: 'SHELL',
    text: `print what completes this command in ${SHELLS.join(', ')}`,
    options: [],
    words: SHELLS,
  },
  { name: 'man', operands: '', text: 'print the manual page: loss-lens man | man -l -', options: [], words: [] },
] as const satisfies readonly Command[];

export type CommandName = (typeof COMMANDS)[number]['name'];

export function commandNamed(name: string): Command | undefined {
  return COMMANDS.find((command) => command.name === name);
}

export const SYNOPSIS = 'loss-lens: what is the loss of the matrices in a text, and why';

export const NOTES = [
  'SEL is a name, NAME@k (the k-th of that name, from 0) or #k (the k-th array of the file).',
  'FILE may be - for standard input. Exit code 0: done; 1: refused or troubled; 2: usage.',
] as const;

const WIDTH = 100;

/** What `loss-lens --help` prints. */
export function helpText(): string {
  const commands = COMMANDS.map((command) => {
    const words = ['loss-lens', command.name, ...command.options.map(optionUsage), command.operands];
    return `${wrapped(words, '  ', '          ')}\n${wrapped(command.text.split(' '), '      ', '      ')}\n`;
  });
  return `${SYNOPSIS}\n\n${commands.join('')}\n${NOTES.map((note) => `  ${note}\n`).join('')}  --version prints the version.\n`;
}

function optionUsage({ name, value, words }: Option): string {
  const listed = words?.join('|') ?? '';
  return value === undefined
    ? `[--${name}]`
    : `[--${name} ${listed !== '' && listed.length < WIDTH / 2 ? listed : value}]`;
}

function wrapped(words: readonly string[], first: string, later: string): string {
  const lines: string[] = [];
  let line = first;
  for (const word of words) {
    if (word === '') continue;
    const next = line.trim() === '' ? `${line}${word}` : `${line} ${word}`;
    if (next.length > WIDTH && line.trim() !== '') {
      lines.push(line);
      line = `${later}${word}`;
    } else line = next;
  }
  return [...lines, line].join('\n');
}
