import * as vscode from 'vscode';
import { LiveRefusal } from '../../live/fault';
import type { Evaluate } from '../../live/fetchArray';
import type { Language } from '../../live/language';
import { javascript } from '../../live/javascript';
import { python } from '../../live/python';
import type { DebuggedPrograms } from './debuggedPrograms';

/** How long a debugger may take over one piece. */
const PATIENCE_MS = 5000;

/** Debuggers by the types that VS Code knows them by. */
const LANGUAGES: ReadonlyMap<string, Language> = new Map([
  ['debugpy', python],
  ['python', python],
  // VS Code's own for JavaScript, by its names of old and of now.
  ...['node', 'chrome', 'msedge', 'extensionHost'].flatMap((kind): [string, Language][] => [
    [kind, javascript],
    [`pwa-${kind}`, javascript],
  ]),
  ['node-terminal', javascript],
]);

/** A variable of the frame, as the debugger lists it. */
export interface ListedVariable {
  readonly place: string;
  readonly type: string;
  readonly value: string;
}

/** The frame that is chosen in the call stack, for as long as its program stays where it is. */
export class PausedFrame implements vscode.Disposable {
  private hasMoved = false;
  private readonly subscription: vscode.Disposable;
  private readonly moving: Promise<void>;
  private notePast: () => void = () => undefined;

  private constructor(
    private readonly frame: vscode.DebugStackFrame,
    readonly language: Language,
    programs: DebuggedPrograms,
  ) {
    this.moving = new Promise((resolve) => (this.notePast = resolve));
    this.subscription = programs.onDidMove((id) => {
      if (id !== frame.session.id) return;
      this.hasMoved = true;
      this.notePast();
    });
  }

  /** Throws {@link LiveRefusal} where no program is paused, or of a language in which nothing is known. */
  static chosen(programs: DebuggedPrograms): PausedFrame {
    const frame = vscode.debug.activeStackItem;
    if (!(frame instanceof vscode.DebugStackFrame)) throw new LiveRefusal({ code: 'not-paused' });
    const { type } = frame.session;
    const language = LANGUAGES.get(type);
    if (language === undefined) throw new LiveRefusal({ code: 'language', type });
    return new PausedFrame(frame, language, programs);
  }

  /** `train.py:12`, or the session's name where the debugger does not say. */
  async where(): Promise<string> {
    const { session, threadId, frameId } = this.frame;
    const reply = await this.asked('stackTrace', { threadId }, session.name);
    const frames = listOf(reply, 'stackFrames');
    const own = frames.find(({ id }) => id === frameId);
    const source = fieldsOf(own?.['source'])['name'];
    const line = own?.['line'];
    return typeof source === 'string' && typeof line === 'number' ? `${source}:${line}` : session.name;
  }

  /** What stands in the frame, as its Variables view has it. Nothing is evaluated for that. */
  async variables(): Promise<readonly ListedVariable[]> {
    const { frameId } = this.frame;
    const scopes = listOf(await this.asked('scopes', { frameId }, ''), 'scopes');
    const listed: ListedVariable[] = [];
    for (const { variablesReference, expensive } of scopes) {
      if (expensive === true) continue;
      const variables = listOf(await this.asked('variables', { variablesReference }, ''), 'variables');
      for (const { name, evaluateName, type, value } of variables) {
        const place = typeof evaluateName === 'string' ? evaluateName : name;
        if (typeof place !== 'string' || listed.some((known) => known.place === place)) continue;
        listed.push({
          place,
          type: typeof type === 'string' ? type : '',
          value: typeof value === 'string' ? value : '',
        });
      }
    }
    return listed;
  }

  /** Evaluates in the frame, where the program still is there. */
  evaluator(token: vscode.CancellationToken): Evaluate {
    const { frameId } = this.frame;
    return async (expression, place) => {
      if (token.isCancellationRequested) throw new LiveRefusal({ code: 'moved-on' });
      const reply = await this.asked('evaluate', { expression, frameId, context: this.language.context }, place);
      const { result } = fieldsOf(reply);
      if (typeof result !== 'string') throw new LiveRefusal({ code: 'garbled', place, found: typeof result });
      return result;
    };
  }

  get isPast(): boolean {
    return this.hasMoved;
  }

  /** Tells once, when the program is no longer where it was. */
  onPast(listener: () => void): void {
    void this.moving.then(listener);
  }

  private async asked(command: string, args: object, place: string): Promise<unknown> {
    if (this.hasMoved) throw new LiveRefusal({ code: 'moved-on' });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new LiveRefusal({ code: 'no-answer', place })), PATIENCE_MS);
    });
    const moved = this.moving.then(() => {
      throw new LiveRefusal({ code: 'moved-on' });
    });
    try {
      return await Promise.race([this.request(command, args, place), patience, moved]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async request(command: string, args: object, place: string): Promise<unknown> {
    try {
      return await this.frame.session.customRequest(command, args);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new LiveRefusal({ code: 'not-evaluated', place, reason });
    }
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(reply: unknown, name: string): readonly Readonly<Record<string, unknown>>[] {
  const list = fieldsOf(reply)[name];
  return Array.isArray(list) ? list.map(fieldsOf) : [];
}
