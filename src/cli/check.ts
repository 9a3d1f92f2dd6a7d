import { writeFile } from 'node:fs/promises';
import { checkPins, updatedText } from '../lens/pins';
import { errorJson } from '../report/json';
import { pinLines, pinsJson } from '../report/pins';
import { checkCall } from './arguments';
import { InputError, readSource } from './input';
import type { Terminal } from './terminal';

/**
 * `loss-lens check`: holds every pinned loss of the files to its matrices. @returns the exit code: 1 where one drifted,
 * or could not be checked; with --update a drifted number is written into the file instead.
 */
export async function checkFiles(args: readonly string[], terminal: Terminal): Promise<number> {
  const call = checkCall(args);
  let failed = false;
  for (const file of call.files) {
    try {
      const { text, reading } = await readSource(file, terminal.input);
      const { blocks } = reading;
      const checked = (await checkPins(blocks, text, { aborted: false })) ?? [];
      const updates = call.update && file !== '-';
      const open = checked.filter(
        ({ outcome }) => outcome.kind !== 'holds' && !(updates && outcome.kind === 'drifted'),
      );
      if (open.length > 0) failed = true;
      if (call.json) terminal.out(`${JSON.stringify(pinsJson(file, text, blocks, checked))}\n`);
      else for (const line of pinLines(file, text, blocks, checked)) terminal.err(`${line}\n`);
      const updated = updatedText(text, checked);
      if (updates && updated !== text) await writeFile(file, updated);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      failed = true;
      terminal.err(`loss-lens: ${error.message}\n`);
      if (call.json) terminal.out(`${JSON.stringify({ ...errorJson('unreadable', error.message), file, pins: [] })}\n`);
    }
  }
  return failed ? 1 : 0;
}
