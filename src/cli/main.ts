import { runCommand } from './command';

const terminal = {
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
  input: process.stdin,
};

// The code is set, not forced: what is still being written to a pipe gets out.
void runCommand(process.argv.slice(2), terminal).then((code) => {
  process.exitCode = code;
});
