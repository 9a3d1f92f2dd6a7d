import { existsSync } from 'node:fs';
import { Worker as Thread } from 'node:worker_threads';
import { editor } from '../fake/editor';
import { lastPanel } from '../fake/running';
import { Uri } from '../fake/values';
import { FILE_KINDS } from './files';
import type { Kind } from './kind';
import { SESSION_ENDED } from './session';
import { type Trial, turns } from './trial';

/** Asks, waits, and lets the mishap happen; whatever was asked must come to an end. */
async function during(trial: Trial, turn: number, mishap: () => unknown): Promise<void> {
  trial.ask();
  await turns(turn % 25);
  mishap();
  await ended(trial);
}

async function ended(trial: Trial): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), 5000);
  });
  if ((await Promise.race([trial.asked.then(() => 'ended' as const), late])) === 'late') {
    trial.faults.push(`was never answered: ${trial.state}`);
  }
  clearTimeout(timer);
}

async function inspected(trial: Trial): Promise<void> {
  await editor.run('lossLens.inspect');
  lastPanel()?.received.fire({ kind: 'ready' });
  await turns(1);
  if (lastPanel() === undefined) trial.faults.push('has no inspector');
}

/** Texts that make a worker take memory without end, in a process that is given little of it. */
const SHAPES = {
  'one array': () => `[${'1.5,'.repeat(600_000)}1]`,
  'many arrays': () => '[1, 2]\n'.repeat(20_000),
  'rows of rows': () => `[${'[1,2],'.repeat(300_000)}[1,2]]`,
  words: () => `a,b\n${'lorem ipsum,1\n'.repeat(150_000)}`,
};

/** The process behind the relay, with the memory of a small one; its end must come as an answer. */
function outOfMemory(shape: keyof typeof SHAPES): Kind {
  return {
    name: `process out of memory: ${shape}`,
    keeps: true,
    dear: 5,
    happen: async (trial) => {
      if (!existsSync('dist/relay.js')) throw new Error('run npm run build first');
      const thread = new Thread('./dist/relay.js', { env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=8' } });
      const outcome = await new Promise<string>((resolve) => {
        thread.once('error', (error) => resolve(error.message));
        thread.once('exit', (code) => resolve(`ended with ${code}`));
        const text = SHAPES[shape]();
        for (let at = 0, call = 1; at < text.length; at += 100_000, call++) {
          thread.postMessage({ call, body: { piece: text.slice(at, at + 100_000) } });
        }
        const job = { about: 'text', kind: 'survey', version: 1, language: 'plaintext' };
        thread.postMessage({ call: 1_000_000, body: { job } });
        thread.on('message', (message: { reply: number }) => {
          if (message.reply === 1_000_000) resolve('computed');
        });
      });
      await thread.terminate();
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      // Numbers lie outside of the heap: two of the shapes are read in whatever little there is.
      if (!/memory|^computed$/.test(outcome)) trial.faults.push(`ended as ${outcome}`);
    },
  };
}

/** How the processes ended that were given too little memory. */
export const outcomes = new Map<string, number>();

export const KINDS: readonly Kind[] = [
  {
    name: 'worker killed',
    happen: (trial, turn) => during(trial, turn, () => trial.workers.forEach((worker) => worker.die('killed'))),
  },
  ...(Object.keys(SHAPES) as (keyof typeof SHAPES)[]).map(outOfMemory),
  {
    name: 'silent worker, and the user gives up',
    happen: async (trial, turn) => {
      trial.newWorker = (worker) => worker.silence();
      trial.workers.forEach((worker) => worker.silence());
      await during(trial, turn, () => editor.run('lossLens.clearAll'));
    },
  },
  {
    name: 'late reply',
    happen: async (trial, turn) => {
      const hold = (worker: Trial['workers'][number]): void => worker.hold();
      trial.workers.forEach(hold);
      trial.newWorker = hold;
      trial.ask();
      await turns(turn % 25);
      trial.edit();
      trial.workers.forEach((worker) => worker.release());
      await ended(trial);
    },
  },
  {
    name: 'cancelled at each stage',
    happen: (trial, turn) => during(trial, turn, () => editor.run('lossLens.clear')),
  },
  { name: 'edited during compute', happen: (trial, turn) => during(trial, turn, () => trial.edit()) },
  {
    name: 'edited during compute, inline',
    inline: true,
    happen: (trial, turn) => during(trial, turn, () => trial.edit()),
  },
  { name: 'editor closed', keeps: true, happen: (trial, turn) => during(trial, turn, () => closeAndReopen(trial)) },
  {
    name: 'document closed',
    happen: (trial, turn) => during(trial, turn, () => editor.close(trial.open.document)),
  },
  {
    name: 'file changed on disk',
    happen: (trial, turn) =>
      during(trial, turn, () => {
        // The editor takes over what is on the disk: an edit of everything.
        const { document } = trial.open;
        trial.number += 3;
        editor.edit(document, 0, document.getText().length, trial.text());
      }),
  },
  {
    name: 'file deleted',
    keeps: true,
    happen: (trial, turn) =>
      during(trial, turn, () => editor.fire('onDidDeleteFiles', { files: [trial.open.document.uri] })),
  },
  {
    name: 'truncated while it is read',
    happen: (trial, turn) =>
      during(trial, turn, () => {
        const { document } = trial.open;
        const text = document.getText();
        editor.edit(document, text.indexOf(']]'), text.length, '');
        editor.edit(document, 0, document.getText().length, trial.text());
      }),
  },
  ...FILE_KINDS,
  SESSION_ENDED,
  {
    name: 'webview hidden',
    keeps: true,
    happen: async (trial, turn) => {
      await inspected(trial);
      const panel = lastPanel();
      if (panel) panel.visible = false;
      await during(trial, turn, () => panel?.received.fire({ kind: 'reveal', id: 1, row: 0 }));
    },
  },
  {
    name: 'webview disposed',
    keeps: true,
    happen: async (trial, turn) => {
      await inspected(trial);
      await during(trial, turn, () => lastPanel()?.dispose());
    },
  },
  {
    name: 'webview reloaded in the midst of a message',
    keeps: true,
    happen: async (trial, turn) => {
      await inspected(trial);
      const panel = lastPanel();
      await during(trial, turn, () => {
        panel?.received.fire({ kind: 'save', id: 1, name: 'rows.csv' });
        panel?.received.fire({ kind: 'ready' });
        panel?.received.fire({ kind: 'ready' });
      });
      if ((panel?.messages.at(-1) as { kind?: string } | undefined)?.kind !== 'show')
        trial.faults.push('shows no page');
    },
  },
  {
    name: 'window reloaded',
    happen: async (trial, turn) => {
      await inspected(trial);
      trial.ask();
      await turns(turn % 25);
      trial.stop();
      await ended(trial);
      trial.start();
    },
  },
  {
    name: 'disk full on export',
    keeps: true,
    happen: async (trial) => {
      await inspected(trial);
      editor.answer = (what) => (what === 'showSaveDialog' ? Uri.file('/full.csv') : undefined);
      editor.writeFile = () => Promise.reject(new Error('ENOSPC: no space left on device'));
      const shown = lastPanel()?.messages.findLast((message) => (message as { model?: object }).model !== undefined);
      const { id } = (shown as { model: { id: number } }).model;
      lastPanel()?.received.fire({ kind: 'save', id, name: 'rows.csv', bytes: new Uint8Array(9) });
      await turns(4);
      const told = editor.shown.some(
        ({ surface, value }) => /showErrorMessage/.test(surface) && JSON.stringify(value).includes('ENOSPC'),
      );
      if (!told) trial.faults.push('does not say that nothing was saved');
    },
  },
];

/** The document stays open in another tab, and is come back to. */
function closeAndReopen(trial: Trial): void {
  editor.closeEditor();
  editor.editors = [trial.open];
  editor.active = trial.open;
  editor.fire('onDidChangeActiveTextEditor', trial.open);
}
