import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { UsageError } from './arguments';
import { checkFiles } from './check';
import { compute } from './compute';
import { evalLines } from './eval';
import { readFiles } from './readFiles';
import { scanFiles } from './scan';
import { printable, type Terminal } from './terminal';
import { ownVersion } from './version';

const USAGE = `loss-lens: what is the loss of the matrices in a text, and why

  loss-lens read [--json] [--values] FILE...
      list every array of the files
  loss-lens compute [--json] [--exact DIGITS] [--code KIND] FILE [FILE] [--pred SEL] [--target SEL]
          [--loss auto|cross_entropy|nll_loss|binary_cross_entropy|binary_cross_entropy_with_logits]
          [--from logits|probabilities|log_probabilities] [--reduction mean|sum|none]
          [--dtype float64|float32] [--eps E] [--weight W,W,...|SEL] [--pos-weight W,W,...|SEL]
          [--ignore-index I] [--label-smoothing S]
      compute the loss; with two files the first holds the predictions
      --code pytorch, numpy, keras, jax or scikit-learn prints code that asserts the loss instead
      SEL is a name, NAME@k (the k-th of that name, from 0) or #k (the k-th array of the file)
  loss-lens scan [--json] [--explain NUMBER] FILE...
      list every sensible pairing of a file with its loss, and what the file prints itself
  loss-lens check [--json] [--update] FILE...
      hold the losses that comments pin (# loss-lens: 0.6935) to the matrices beside them
  loss-lens eval
      answer problems given as JSON lines on standard input
  loss-lens mcp
      serve the tool compute_cross_entropy to agents (Model Context Protocol, on standard input and output)

  FILE may be - for standard input; --version prints the version. Exit code 0: done; 1: refused or troubled; 2: usage.
`;

/** Runs one call of the command. @returns the exit code: 0 done, 1 refused or troubled, 2 usage. */
export async function runCommand(args: readonly string[], real: Terminal): Promise<number> {
  const terminal = printable(real);
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    terminal.err(`loss-lens: ${error instanceof Error ? error.message : String(error)}\n`);
    if (!(error instanceof UsageError)) return 1;
    terminal.err('Run loss-lens --help for the commands.\n');
    return 2;
  }
}

async function dispatch([command, ...args]: readonly string[], terminal: Terminal): Promise<number> {
  switch (command) {
    case 'read':
      return readFiles(args, terminal);
    case 'compute':
      return compute(args, terminal);
    case 'check':
      return checkFiles(args, terminal);
    case 'scan':
      return scanFiles(args, terminal);
    case 'eval': {
      if (args.length > 0) throw new UsageError('eval takes no arguments; problems come on standard input.');
      const lines = createInterface({ input: Readable.from(terminal.input), crlfDelay: Infinity });
      const { failed } = await evalLines(lines, (line) => {
        terminal.out(`${line}\n`);
      });
      return failed > 0 ? 1 : 0;
    }
    case 'mcp': {
      if (args.length > 0) throw new UsageError('mcp takes no arguments.');
      // Loaded for this alone. The protocol has the streams of the process to itself.
      const { serve } = await import('../mcp/serve');
      await serve(ownVersion(), process.stdin, process.stdout);
      return 0;
    }
    case '--version':
      terminal.out(`${ownVersion()}\n`);
      return 0;
    case 'help':
    case '--help':
    case '-h':
      terminal.out(USAGE);
      return 0;
    default:
      throw new UsageError(command === undefined ? 'a command is needed.' : `there is no command ${command}.`);
  }
}
