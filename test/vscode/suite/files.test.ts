import * as assert from 'node:assert/strict';
import { zipSync } from 'fflate';
import * as vscode from 'vscode';
import { seam, waitFor } from '../driver';

// Made by torch 1.13: F.cross_entropy(torch.tensor(LOGITS).double(), torch.tensor(LABELS)).
const LOGITS = [2, -1, 0.5, 0.1, 0.2, 0.3, -3, 1.5, 0];
const LABELS = [0, 2, 1];
const LOSS = 'cross_entropy 0.4846';

/** An .npy file of format 1.0 with float64 numbers. */
function npy(shape: readonly number[], values: readonly number[]): Uint8Array {
  const head = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = `${head.padEnd(117)}\n`;
  const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0);
  return joined(magic, new TextEncoder().encode(header), new Uint8Array(Float64Array.from(values).buffer));
}

/** The same with int64 numbers, in one row. */
function npyOfIntegers(values: readonly number[]): Uint8Array {
  const head = npy([values.length], values).slice(0, 128);
  // The first f is that of '<f8'.
  head[head.indexOf(0x66)] = 0x69;
  return joined(head, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
}

/** A .safetensors file with float64 logits and int64 labels. */
function safetensors(): Uint8Array {
  const logits = new Uint8Array(Float64Array.from(LOGITS).buffer);
  const labels = new Uint8Array(BigInt64Array.from(LABELS, BigInt).buffer);
  const header = new TextEncoder().encode(
    JSON.stringify({
      logits: { dtype: 'F64', shape: [3, 3], data_offsets: [0, logits.length] },
      labels: { dtype: 'I64', shape: [3], data_offsets: [logits.length, logits.length + labels.length] },
    }),
  );
  const length = new Uint8Array(8);
  new DataView(length.buffer).setUint32(0, header.length, true);
  return joined(length, header, logits, labels);
}

// pyarrow 25.0.1: pa.table({"logits": list_(float64), "label": int64}), without compression, dictionary and statistics.
const PARQUET =
  'UEFSMRUAFaoBFaoBLBUSFQAVBhUGHAAAAAMAAAAFtgECAAAAEgMAAAAAAAAAQAAAAAAAAPC/AAAAAAAA4D+amZmZmZm5P5qZmZmZ' +
  'mck/MzMzMzMz0z8AAAAAAAAIwAAAAAAAAPg/AAAAAAAAAAAVABU8FTwsFQYVABUGFQYcAAAAAgAAAAYBAAAAAAAAAAACAAAAAAAA' +
  'AAEAAAAAAAAAFQQZXDUAGAZzY2hlbWEVBAA1AhgGbG9naXRzFQIVBkw8AAAANQQYBGxpc3QVAgAVCiUCGAdlbGVtZW50ABUEJQIY' +
  'BWxhYmVsABYGGRwZLCYAHBUKGSUGABk4BmxvZ2l0cwRsaXN0B2VsZW1lbnQVABYSFtQBFtQBJghJHBUAFQAVAgA8KSYGDBlGAAAA' +
  'EgAAACYAHBUEGSUGABkYBWxhYmVsFQAWBhZiFmIm3AFJHBUAFQAVAgA8KQYZJgAGAAAAFrYCFgYmCBa2AgAoIHBhcnF1ZXQtY3Bw' +
  'LWFycm93IHZlcnNpb24gMjUuMC4xGSwcAAAcAAAA9gAAAFBBUjE=';

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

async function write(name: string, content: Uint8Array | string): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder, name);
  await vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  return uri;
}

async function pages(): Promise<string> {
  return (await seam()).pages().join();
}

describe('array files', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('one set as predictions and one as targets are computed together', async () => {
    const predictions = await write('logits.npy', npy([3, 3], LOGITS));
    const targets = await write('labels.json', JSON.stringify(LABELS));
    await vscode.commands.executeCommand('lossLens.setPredictions', predictions, [predictions]);
    assert.equal(await pages(), '');
    await vscode.commands.executeCommand('lossLens.setTargets', targets, [targets]);
    await waitFor('the loss', async () => (await pages()) === LOSS);
  });

  it('two that are chosen together are told apart by what is in them', async () => {
    const labels = await write('a.csv', `${LABELS.join('\n')}\n`);
    const logits = await write('b.npy', npy([3, 3], LOGITS));
    await vscode.commands.executeCommand('lossLens.computeFiles', labels, [labels, logits]);
    await waitFor('the loss', async () => (await pages()) === LOSS);
  });

  it('of text hold one in their columns and the other in their records', async () => {
    const rows = [0, 3, 6].map((start) => LOGITS.slice(start, start + 3).join('\t'));
    const logits = await write('logits.tsv', `cat\tdog\tbird\n${rows.join('\n')}\n`);
    const labels = await write('labels.jsonl', LABELS.map((label) => `{"label": ${label}}\n`).join(''));
    await vscode.commands.executeCommand('lossLens.setPredictions', logits, [logits]);
    await vscode.commands.executeCommand('lossLens.setTargets', labels, [labels]);
    await waitFor('the loss', async () => (await pages()) === LOSS);
  });

  it('of several arrays hold both, as numpy.savez packs them', async () => {
    const packed = zipSync({ 'logits.npy': npy([3, 3], LOGITS), 'labels.npy': npy([3], LABELS) });
    const uri = await write('both.npz', packed);
    await vscode.commands.executeCommand('vscode.openWith', uri, 'lossLens.arrayFile');
    await waitFor('the loss', async () => (await pages()) === LOSS);
  });

  it('of Parquet are read in a process of their own, and refused where there is none', async () => {
    const uri = await write(
      'both.parquet',
      Uint8Array.from(atob(PARQUET), (character) => character.charCodeAt(0)),
    );
    await vscode.commands.executeCommand('lossLens.computeFiles', uri, [uri]);
    const expected = 'importScripts' in globalThis ? 'failed' : LOSS;
    await waitFor('the loss, or the refusal', async () => (await pages()) === expected);
  });

  it('of a dataset are summarised in the inspector, where a process can read them by their paths', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    for (const part of [1, 2]) {
      await write(`set/logits-${part}.npy`, npy([3, 3], LOGITS));
      await write(`set/labels-${part}.npy`, npyOfIntegers(LABELS));
    }
    const done = vscode.commands.executeCommand('lossLens.summariseShards', vscode.Uri.joinPath(folder, 'set'));
    if ('importScripts' in globalThis) return;
    await done;
    const shown = (await seam()).dataset();
    assert.equal(shown?.value, '0.4846');
    assert.equal(shown.figures.find(({ label }) => label === 'rows')?.text, '6');
  });

  it('open in an editor of their own where that is asked for, and are read again when they change', async () => {
    const uri = await write('both.safetensors', safetensors());
    await vscode.commands.executeCommand('vscode.openWith', uri, 'lossLens.arrayFile');
    await waitFor('the loss', async () => (await pages()) === LOSS);
    const [group] = vscode.window.tabGroups.all;
    const input = group?.activeTab?.input;
    assert.equal(input instanceof vscode.TabInputCustom && input.viewType, 'lossLens.arrayFile');
    await write('both.safetensors', 'no such file');
    await waitFor('the refusal', async () => (await pages()) === 'failed');
  });

  it('without a partner say what is missing, and without predictions nothing is computed', async () => {
    const alone = await write('alone.npy', npy([3, 3], LOGITS));
    await vscode.commands.executeCommand('lossLens.computeFiles', alone, [alone]);
    await waitFor('the refusal', async () => (await pages()) === 'failed');
  });
});
