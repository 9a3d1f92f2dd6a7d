import * as vscode from 'vscode';

/** Requests with which a program goes on, as the debug adapter protocol names them. */
const ONWARD = new Set([
  'continue',
  'next',
  'stepIn',
  'stepOut',
  'stepBack',
  'reverseContinue',
  'goto',
  'restart',
  'restartFrame',
  'terminate',
  'disconnect',
  'setVariable',
  'setExpression',
]);

const MOVES = new Set(['continued', 'terminated', 'exited', 'stopped']);

/**
 * Tells when a program that is debugged goes on, or its values are set. It listens to what editor and debugger say to each
 * other, and asks nothing itself.
 */
export class DebuggedPrograms implements vscode.Disposable {
  private readonly moved = new vscode.EventEmitter<string>();
  private readonly subscriptions: vscode.Disposable[];

  /** The id of the session whose program is no longer where it was. */
  readonly onDidMove = this.moved.event;

  constructor() {
    this.subscriptions = [
      this.moved,
      vscode.debug.registerDebugAdapterTrackerFactory('*', {
        createDebugAdapterTracker: ({ id }) => ({
          onWillReceiveMessage: (message) => {
            if (isOf(message, 'request', 'command', ONWARD)) this.moved.fire(id);
          },
          onDidSendMessage: (message) => {
            if (isOf(message, 'event', 'event', MOVES)) this.moved.fire(id);
          },
        }),
      }),
      vscode.debug.onDidTerminateDebugSession(({ id }) => this.moved.fire(id)),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

function isOf(message: unknown, type: string, field: string, names: ReadonlySet<string>): boolean {
  if (typeof message !== 'object' || message === null) return false;
  const fields = message as Record<string, unknown>;
  const name = fields[field];
  return fields['type'] === type && typeof name === 'string' && names.has(name);
}
