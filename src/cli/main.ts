import { takeShortcut } from '../core/evaluate';
import { fastEvaluation } from '../kernel/fastEvaluation';
import { loadKernel } from '../kernel/loadKernel';
import { loadTextRows } from '../kernel/textRows';
import { takeTextRows } from '../read/text/rowRuns';
import { runCommand } from './command';

const terminal = {
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
  input: process.stdin,
};

takeShortcut((problem) => fastEvaluation(problem, loadKernel()));
takeTextRows(loadTextRows);
// The code is set, not forced: what is still being written to a pipe gets out.
void runCommand(process.argv.slice(2), terminal).then((code) => {
  process.exitCode = code;
});
