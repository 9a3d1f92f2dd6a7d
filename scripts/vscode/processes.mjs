// @ts-check
import { spawn } from 'node:child_process';

/**
 * Child processes that must not outlive this one. Each leads a process group of its own, so that what it starts (an
 * extension host, a file watcher) goes with it.
 *
 * @type {Set<import('node:child_process').ChildProcess>}
 */
const owned = new Set();

/** Undoings that must also happen when the run is cut short, such as removing a temporary folder. */
/** @type {Set<() => void>} */
const undoings = new Set();

const STOP_MILLISECONDS = 3000;

process.on('exit', () => {
  for (const child of owned) signalGroup(child, 'SIGKILL');
  for (const undo of undoings) {
    try {
      undo();
    } catch (error) {
      // One that fails must not keep the others from being done.
      console.error(error);
    }
  }
});
// Exiting on purpose is what runs the handler above; the default of these signals would skip it.
for (const [signal, number] of /** @type {const} */ ([
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
])) {
  process.on(signal, () => process.exit(128 + number));
}

// A process that was forked ends when the one that forked it is gone.
process.on('disconnect', () => process.exit(1));

/**
 * Starts a process that ends, at the latest, when this one does.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function spawnOwned(command, args, options = {}) {
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
  owned.add(child);
  child.once('error', () => owned.delete(child));
  return child;
}

/**
 * Asks a process to end and insists after three seconds. Resolves when it has ended.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<void>}
 */
export async function stopOwned(child) {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    signalGroup(child, 'SIGTERM');
    const insist = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_MILLISECONDS);
    await ended;
    clearTimeout(insist);
  }
  // Whatever the leader left behind in its group ends here.
  signalGroup(child, 'SIGKILL');
  owned.delete(child);
}

/**
 * Waits for a process to end by itself.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} its exit code; 1 where a signal ended it or it could not be started
 */
export function ended(child) {
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => {
      owned.delete(child);
      resolve(code ?? 1);
    });
  });
}

/**
 * @param {() => void} undo synchronous; called once, when this process ends
 */
export function undoOnExit(undo) {
  undoings.add(undo);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}
