import * as vscode from 'vscode';
import { answerReply, errorReply, type Reply } from '../agents/reply';
import { TOOL_NAME } from '../agents/toolName';
import { t } from '../report/l10n';
import { type DocumentResult, type Documents, interestOf } from './documents';
import type { OwnCommand } from './ownCommand';

/** As the manifest declares it. */
const SERVER_ID = 'loss-lens';

/**
 * Offers the tool to agents inside the editor, and, where processes can be started, a server of it to those that speak
 * the Model Context Protocol. Editors built on VS Code may have neither.
 */
export function offerToAgents(documents: Documents, version: string, own: OwnCommand | undefined): vscode.Disposable[] {
  const lm = vscode.lm as Partial<typeof vscode.lm> | undefined;
  return [
    lm?.registerTool?.(TOOL_NAME, toolOn(documents)),
    own && lm?.registerMcpServerDefinitionProvider?.(SERVER_ID, providerOf(own, version)),
  ].filter((registered) => registered !== undefined);
}

function toolOn(documents: Documents): vscode.LanguageModelTool<unknown> {
  return {
    // It reads and changes nothing, so nobody is asked.
    prepareInvocation: () => ({ invocationMessage: t('Computing the loss') }),
    invoke: async ({ input }, token) => {
      const reply = asksForPresent(input) ? presentReply(documents) : await answered(documents, input, token);
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(reply))]);
    },
  };
}

async function answered(documents: Documents, input: unknown, token: vscode.CancellationToken): Promise<object> {
  try {
    const reply = await documents.answerAgent(input, interestOf(token));
    return reply ?? errorReply('withdrawn', 'The question was withdrawn.');
  } catch {
    return errorReply('broken', 'The loss could not be computed.');
  }
}

function asksForPresent(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'present' in input && input.present === true;
}

function presentReply(documents: Documents): Reply {
  const shown = presentOf(documents);
  if (shown === undefined) return errorReply('no-result', 'Loss Lens shows no result of the active document.');
  return answerReply(shown.result, shown.result.judgement);
}

/** Of the active editor, nearest the cursor; else, as an agent's view may have the focus, of the first that is in sight. */
function presentOf(documents: Documents): DocumentResult | undefined {
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  for (const editor of editors) {
    const found = editor && documents.get(editor.document)?.resultAt(editor.selection.active);
    if (found !== undefined) return found;
  }
  return undefined;
}

function providerOf({ program, script, env }: OwnCommand, version: string): vscode.McpServerDefinitionProvider {
  return {
    provideMcpServerDefinitions: () => [
      new vscode.McpStdioServerDefinition('Loss Lens', program, [script, 'mcp'], { ...env }, version),
    ],
  };
}
