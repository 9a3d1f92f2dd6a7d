import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { buffersOf } from '../../wire/buffers';
import { END } from './end';

/**
 * A thread between the extension host and a process that works for it. What crosses to a process is written out and
 * read in again, which for a large answer takes long: here that holds nobody up, and the host is handed the arrays.
 */
const host = parentPort;
if (host !== null) {
  const child: ChildProcess = fork(path.join(__dirname, 'worker.js'), [], {
    // VS Code's own Node is an Electron, which would otherwise open a window.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  giveWay(child);
  host.on('message', (message) => {
    if (message !== END) child.send(message as object);
    // In the midst of whatever it does: its memory is to be free at once.
    else child.kill('SIGKILL');
  });
  child.on('message', (message) => {
    try {
      host.postMessage(message, buffersOf(message));
    } catch {
      // Older Nodes read arrays into memory of their own, which cannot be given away: then they are copied.
      host.postMessage(message);
    }
  });
  // The thread ends with its process.
  child.once('error', (error) => {
    throw error;
  });
  child.once('exit', (code, signal) => {
    if (code === 0 || child.killed) process.exit();
    throw new Error(`the process that computed it ended (${signal ?? code}), most likely for want of memory`);
  });
}

/**
 * Seconds of work for one number, beside somebody who types: where the machine is busy, the editor goes first. Not by
 * Node's "below normal", which Linux takes for a tenth of a share: beside a training run on every core the loss would take
 * ten times as long; this is a third.
 */
const GIVES_WAY = 5;

function giveWay({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, GIVES_WAY);
  } catch {
    // Where the system does not let it, or the process has ended already, it goes on as it is.
  }
}
