import * as vscode from 'vscode';
import { t } from '../report/l10n';
import type { OwnCommand } from './ownCommand';

/** As the manifest declares them. */
const TYPE = 'loss-lens';
const MATCHER = '$loss-lens';

/** `loss-lens check` as tasks: of each folder of the workspace and of the active file; others are written in tasks.json. */
export class CheckTasks implements vscode.TaskProvider {
  constructor(private readonly own: OwnCommand) {}

  static register(own: OwnCommand): vscode.Disposable {
    return vscode.tasks.registerTaskProvider(TYPE, new CheckTasks(own));
  }

  provideTasks(): vscode.Task[] {
    const folders = vscode.workspace.workspaceFolders ?? [];
    return folders.flatMap((folder) => [
      this.taskOf({ type: TYPE, paths: ['.'] }, folder, t('check every pinned loss')),
      this.taskOf({ type: TYPE, paths: ['${file}'] }, folder, t('check the pinned losses of the active file')),
    ]);
  }

  resolveTask({ definition, scope, name }: vscode.Task): vscode.Task | undefined {
    const folder = typeof scope === 'object' ? scope : undefined;
    return pathsOf(definition) === undefined ? undefined : this.taskOf(definition, folder, name);
  }

  private taskOf(
    definition: vscode.TaskDefinition,
    folder: vscode.WorkspaceFolder | undefined,
    name: string,
  ): vscode.Task {
    const { program, script, env } = this.own;
    // Behind the two dashes nothing is an option, whatever a path begins with.
    const args = [script, 'check', '--', ...(pathsOf(definition) ?? [])];
    const execution = new vscode.ProcessExecution(program, args, {
      env: { ...env },
      ...(folder && { cwd: folder.uri.fsPath }),
    });
    const task = new vscode.Task(
      definition,
      folder ?? vscode.TaskScope.Workspace,
      name,
      'Loss Lens',
      execution,
      MATCHER,
    );
    task.group = vscode.TaskGroup.Test;
    return task;
  }
}

function pathsOf({ paths }: vscode.TaskDefinition): readonly string[] | undefined {
  const list: unknown = paths;
  return Array.isArray(list) && list.every((path) => typeof path === 'string') ? list : undefined;
}
