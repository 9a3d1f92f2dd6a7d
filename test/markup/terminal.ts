import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lossLens } from '../unit/cli/terminal';

/** What a terminal would obey: control characters that are neither a line's end nor a tab. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/** Runs the command on files that hold the payloads, and answers every control character that it would print. */
export async function terminalFaults(all: readonly string[]): Promise<{ faults: readonly string[]; texts: number }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'loss-lens-markup-'));
  const faults: string[] = [];
  let texts = 0;
  try {
    const file = path.join(folder, 'a.json');
    for (const payload of all) {
      const key = JSON.stringify(payload);
      for (const text of [
        `{${key}: [[2, -1], [0.1, 0.2]], "labels": [0, 1]}`,
        `{${key}: [[2, -1]], ${key}: [[2, -1]]}`,
        `{"a": [[2.0, ${payload}]]}`,
      ]) {
        writeFileSync(file, text);
        for (const args of [['read'], ['scan'], ['compute'], ['read', '--json'], ['compute', '--json']]) {
          const { out, err } = await lossLens([...args, file]);
          texts++;
          if (CONTROL.test(out) || CONTROL.test(err)) faults.push(`${args.join(' ')}: ${JSON.stringify(payload)}`);
        }
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return { faults, texts };
}
