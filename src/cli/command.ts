import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { shellNamed, UsageError, watched } from './arguments';
import { checkFiles } from './check';
import { type CommandName, commandNamed, helpText } from './commands';
import { completionScript } from './completion';
import { compute } from './compute';
import { summariseDataset } from './dataset';
import { evalLines } from './eval';
import { manualPage } from './manual';
import { readFiles } from './readFiles';
import { scanFiles } from './scan';
import { printable, type Terminal } from './terminal';
import { ownVersion } from './version';
import { whenever } from './watch';

/** Runs one call of the command. @returns the exit code: 0 done, 1 refused or troubled, 2 usage. */
export async function runCommand(args: readonly string[], real: Terminal): Promise<number> {
  const terminal = printable(real);
  try {
    return await dispatch(args, args.includes('--progress') ? tellingProgress(terminal) : terminal);
  } catch (error) {
    terminal.err(`loss-lens: ${error instanceof Error ? error.message : String(error)}\n`);
    if (!(error instanceof UsageError)) return 1;
    terminal.err('Run loss-lens --help for the commands.\n');
    return 2;
  }
}

async function dispatch([command, ...args]: readonly string[], terminal: Terminal): Promise<number> {
  if (command === undefined) throw new UsageError('a command is needed.');
  if (['help', '--help', '-h'].includes(command) || args.includes('--help')) {
    terminal.out(helpText());
    return 0;
  }
  if (command === '--version') {
    terminal.out(`${ownVersion()}\n`);
    return 0;
  }
  if (commandNamed(command) === undefined) throw new UsageError(`there is no command ${command}.`);
  const name = command as CommandName;
  const files = watched(name, args);
  if (files !== undefined) return whenever(files, () => run(name, args, terminal), terminal);
  return run(name, args, terminal);
}

async function run(command: CommandName, args: readonly string[], terminal: Terminal): Promise<number> {
  switch (command) {
    case 'read':
      return readFiles(args, terminal);
    case 'compute':
      return compute(args, terminal);
    case 'check':
      return checkFiles(args, terminal);
    case 'scan':
      return scanFiles(args, terminal);
    case 'dataset':
      return summariseDataset(args, terminal);
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
    case 'completion':
      terminal.out(completionScript(shellNamed(args)));
      return 0;
    case 'man':
      terminal.out(manualPage(ownVersion()));
      return 0;
  }
}

/** For a program that shows how much is done in its own way: a line for every hundredth. */
function tellingProgress(terminal: Terminal): Terminal {
  let told = -1;
  return {
    ...terminal,
    progress: (share) => {
      const hundredths = Math.floor(100 * share);
      if (hundredths === told) return;
      told = hundredths;
      terminal.err(`${JSON.stringify({ progress: hundredths / 100 })}\n`);
    },
  };
}
