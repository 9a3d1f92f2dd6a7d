import * as assert from 'node:assert/strict';
import { zipSync } from 'fflate';
import * as vscode from 'vscode';
import { seam, waitFor } from '../driver';
import { tell } from '../probe';

/*
 * Files that VS Code hands to no extension as documents, from the Explorer's menu. Their loss is known beforehand:
 * torch 1.13's F.cross_entropy(torch.tensor(LOGITS).double(), torch.tensor(LABELS)) of these three rows. Repeated rows
 * leave a mean as it is, and so do classes whose share of the probability is exp(-1000), which is 0.
 */
const LOGITS = [
  [2, -1, 0.5],
  [0.1, 0.2, 0.3],
  [-3, 1.5, 0],
];
const LABELS = [0, 2, 1];
const LOSS = 'cross_entropy 0.4846';
const CLASSES = 100;
const ROWS = LOGITS.map((row) => [...row, ...Array.from({ length: CLASSES - row.length }, () => -1000)]);

const utf8 = new TextEncoder();

/** What VS Code does not hand over any more. */
const LIMIT = 50 * 2 ** 20;

/** How often the three rows are to be repeated for so many bytes each time to come to more than the limit. */
function repeatsOf(bytes: number): number {
  return Math.ceil(LIMIT / bytes) + 1;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function npy(descr: string, shape: readonly number[], data: Uint8Array): Uint8Array {
  const head = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = `${head.padEnd(117)}\n`;
  const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0);
  return joined([magic, utf8.encode(header), data]);
}

function repeated(bytes: ArrayBuffer, repeats: number): Uint8Array {
  const whole = new Uint8Array(bytes.byteLength * repeats);
  for (let repeat = 0; repeat < repeats; repeat++) whole.set(new Uint8Array(bytes), repeat * bytes.byteLength);
  return whole;
}

const logitBytes = Float64Array.from(ROWS.flat()).buffer;
const labelBytes = BigInt64Array.from(LABELS, BigInt).buffer;
const REPEATS = repeatsOf(logitBytes.byteLength);
const logitsNpy = (): Uint8Array => npy('<f8', [3 * REPEATS, CLASSES], repeated(logitBytes, REPEATS));
const labelsNpy = (repeats = REPEATS): Uint8Array => npy('<i8', [3 * repeats], repeated(labelBytes, repeats));

function safetensors(): Uint8Array {
  const logits = repeated(logitBytes, REPEATS);
  const labels = repeated(labelBytes, REPEATS);
  const end = logits.length + labels.length;
  const header = utf8.encode(
    JSON.stringify({
      logits: { dtype: 'F64', shape: [3 * REPEATS, CLASSES], data_offsets: [0, logits.length] },
      labels: { dtype: 'I64', shape: [3 * REPEATS], data_offsets: [logits.length, end] },
    }),
  );
  const length = new Uint8Array(8);
  new DataView(length.buffer).setUint32(0, header.length, true);
  return joined([length, header, logits, labels]);
}

/** Lines that hold the three rows and their labels, over and over. */
function lines(line: (row: readonly number[], label: number) => string): string {
  const three = ROWS.map((row, index) => line(row, LABELS[index] ?? -1)).join('');
  return three.repeat(repeatsOf(three.length));
}

function json(): string {
  const rows = ROWS.map((row) => JSON.stringify(row));
  const repeats = repeatsOf(rows.join(',').length);
  const list = (items: readonly unknown[]): string => Array.from({ length: repeats }, () => items.join(',')).join(',');
  return `{"logits": [${list(rows)}], "labels": [${list(LABELS)}]}`;
}

const HEADER = Array.from({ length: CLASSES }, (_, index) => `class_${index}`);

/** Files whose first rows are shown at once. */
const AT_ONCE = 'an .npy file and its labels';

const FILES: Readonly<Record<string, () => Readonly<Record<string, Uint8Array | string>>>> = {
  [AT_ONCE]: () => ({ 'large.npy': logitsNpy(), 'labels.npy': labelsNpy() }),
  'an .npz file': () => ({
    'large.npz': zipSync({ 'logits.npy': logitsNpy(), 'labels.npy': labelsNpy() }, { level: 0 }),
  }),
  'a .safetensors file': () => ({ 'large.safetensors': safetensors() }),
  'a .csv file and its labels': () => {
    const row = (numbers: readonly number[]): string => `${numbers.map((x) => x.toFixed(2)).join(',')}\n`;
    const three = ROWS.map(row).join('');
    const repeats = repeatsOf(three.length);
    return {
      'large.csv': `${HEADER.join(',')}\n${three.repeat(repeats)}`,
      'labels.csv': `label\n${`${LABELS.join('\n')}\n`.repeat(repeats)}`,
    };
  },
  'a .jsonl file': () => ({
    'large.jsonl': lines((logits, label) => `${JSON.stringify({ logits, label })}\n`),
  }),
  'a .json file': () => ({ 'large.json': json() }),
};

describe('files of more than 50 MB, from the Explorer', function () {
  this.timeout(120_000);

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  // Every kind costs seconds: one in each of the hosts, the others in one of them.
  const once = !('importScripts' in globalThis) && vscode.workspace.isTrusted;
  const kinds = Object.entries(FILES).slice(0, once ? undefined : 1);
  for (const [what, make] of kinds) {
    it(`come to their loss: ${what}`, async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      assert.ok(folder);
      const uris: vscode.Uri[] = [];
      for (const [name, content] of Object.entries(make())) {
        const uri = vscode.Uri.joinPath(folder, name);
        await vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? utf8.encode(content) : content);
        uris.push(uri);
      }
      const [first] = uris;
      assert.ok(first);
      const { size } = await vscode.workspace.fs.stat(first);
      assert.ok(size > LIMIT, `${size} bytes`);
      const start = performance.now();
      await vscode.commands.executeCommand('lossLens.computeFiles', first, uris);
      await waitFor('the loss', async () => (await seam()).pages().join() === LOSS, 60_000);
      // Some rows are there to be looked at while all of them are worked on: where the files can be read in part.
      if (once && what === AT_ONCE) assert.ok((await seam()).glimpsed(), 'no rows were shown before all of them');
      tell(`${(size / 1e6).toFixed(0)} MB of ${what} in`, (performance.now() - start) / 1000, 's');
      for (const uri of uris) await vscode.workspace.fs.delete(uri);
    });
  }
});
