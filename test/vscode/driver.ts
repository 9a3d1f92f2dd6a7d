import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Seam } from '../../src/editor/extension';

/** What the extension shows, by the values its surfaces draw from. */
export async function seam(): Promise<Seam> {
  const extension = vscode.extensions.getExtension<Seam>('loss-lens.loss-lens');
  assert.ok(extension, 'VS Code did not load the extension');
  return extension.activate();
}

/** Waits until something holds; fails with its name when it has taken too long. */
export async function waitFor(what: string, holds: () => boolean | Promise<boolean>, patience = 10_000): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited ${patience / 1000} seconds for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
