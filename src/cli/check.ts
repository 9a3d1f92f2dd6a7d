import { stat, writeFile } from 'node:fs/promises';
import { checkPins, updatedText } from '../lens/pins';
import { errorJson } from '../report/json';
import { annotation, pinAnnotations, pinLines, pinsJson } from '../report/pins';
import { checkCall } from './arguments';
import { textsWith } from './folder';
import { InputError, readSource } from './input';
import type { Terminal } from './terminal';

/**
 * `loss-lens check`: holds every pinned loss of the files to its matrices. @returns the exit code: 1 where one drifted,
 * or could not be checked; with --update a drifted number is written into the file instead.
 */
export async function checkFiles(args: readonly string[], terminal: Terminal): Promise<number> {
  const call = checkCall(args);
  let failed = false;
  for await (const file of filesOf(call.files)) {
    try {
      const { text, reading } = await readSource(file, terminal);
      const { blocks } = reading;
      const checked = (await checkPins(blocks, text, { aborted: false })) ?? [];
      const updates = call.update && file !== '-';
      const open = checked.filter(
        ({ outcome }) => outcome.kind !== 'holds' && !(updates && outcome.kind === 'drifted'),
      );
      if (open.length > 0) failed = true;
      if (call.json) terminal.out(`${JSON.stringify(pinsJson(file, text, blocks, checked))}\n`);
      else if (call.github) for (const line of pinAnnotations(file, text, blocks, open)) terminal.out(`${line}\n`);
      else for (const line of pinLines(file, text, blocks, checked)) terminal.err(`${line}\n`);
      const updated = updatedText(text, checked);
      if (updates && updated !== text) await writeFile(file, updated);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      failed = true;
      terminal.err(`loss-lens: ${error.message}\n`);
      if (call.github) terminal.out(`${annotation({ file }, error.message)}\n`);
      if (call.json) terminal.out(`${JSON.stringify({ ...errorJson('unreadable', error.message), file, pins: [] })}\n`);
    }
  }
  return failed ? 1 : 0;
}

/** The files that are named, and those of the folders that pin anything. */
async function* filesOf(paths: readonly string[]): AsyncGenerator<string> {
  for (const path of paths) {
    const isFolder = path !== '-' && (await stat(path).catch(() => undefined))?.isDirectory() === true;
    if (isFolder) yield* textsWith(path, 'loss-lens');
    else yield path;
  }
}
