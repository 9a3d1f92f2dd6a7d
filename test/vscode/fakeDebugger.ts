import * as vscode from 'vscode';
import { crc32 } from '../../src/read/bytes/crc32';

/** A message of the debug adapter protocol, as far as this looks at one. */
interface Message {
  readonly seq?: number;
  readonly type?: string;
  readonly command?: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

/** A variable of the program that is pretended to be paused. */
export interface Pretended {
  readonly type: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** What is evaluated: the type of a variable, what is said about it, or a chunk of its elements. */
export type Asked = 'type' | 'about' | 'chunk';

/** How one reply goes wrong: another result, a failure, another body, or none at all. */
export type Misbehaviour = (
  asked: Asked,
  result: string,
  program: FakeProgram,
) => string | { readonly failure: string } | { readonly body: unknown } | undefined;

/** A debug adapter in memory that answers like Python's about a program of three lines, or misbehaves. */
export class FakeProgram implements vscode.DebugAdapter {
  private readonly sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  readonly onDidSendMessage = this.sent.event;
  /** Every expression that was evaluated. */
  readonly evaluated: string[] = [];
  private seq = 1;
  private line = 3;

  constructor(
    private readonly variables: Readonly<Record<string, Pretended>>,
    private readonly misbehave: Misbehaviour = (_, result) => result,
  ) {}

  handleMessage(message: vscode.DebugProtocolMessage): void {
    const request = message as Message;
    if (request.type !== 'request') return;
    switch (request.command) {
      case 'initialize':
        this.answer(request, { supportsConfigurationDoneRequest: true });
        this.tell('initialized');
        return;
      case 'configurationDone':
        this.answer(request, {});
        this.pause();
        return;
      case 'threads':
        this.answer(request, { threads: [{ id: 1, name: 'MainThread' }] });
        return;
      case 'stackTrace': {
        const source = { name: 'train.py', path: '/pretended/train.py', presentationHint: 'normal' };
        const frame = { id: this.line, name: '<module>', line: this.line, column: 1, source };
        this.answer(request, { stackFrames: [frame], totalFrames: 1 });
        return;
      }
      case 'scopes':
        this.answer(request, { scopes: [{ name: 'Locals', variablesReference: 7, expensive: false }] });
        return;
      case 'variables':
        this.answer(request, {
          variables: Object.entries(this.variables).map(([name, { type }]) => ({
            ...{ name, evaluateName: name, type, value: type, variablesReference: 0 },
          })),
        });
        return;
      case 'evaluate':
        this.evaluate(request);
        return;
      case 'next':
        this.answer(request, {});
        this.goOn();
        return;
      case 'disconnect':
      case 'terminate':
        this.answer(request, {});
        this.end();
        return;
      default:
        this.answer(request, {});
    }
  }

  /** One line further, as by a step. */
  goOn(): void {
    this.line++;
    this.tell('continued', { threadId: 1, allThreadsContinued: true });
    this.pause();
  }

  end(): void {
    this.tell('terminated');
  }

  private pause(): void {
    this.tell('stopped', { reason: 'step', threadId: 1, allThreadsStopped: true });
  }

  private evaluate(request: Message): void {
    const expression = String(request.arguments?.['expression']);
    this.evaluated.push(expression);
    const asked: Asked = expression.includes('__qualname__')
      ? 'type'
      : expression.includes('b64encode')
        ? 'chunk'
        : 'about';
    const place = Object.keys(this.variables).find((name) => new RegExp(`\\b${name}\\b`).test(expression)) ?? '';
    const answer = this.misbehave(asked, this.resultOf(asked, expression, this.variables[place]), this);
    if (answer === undefined) return;
    if (typeof answer === 'string') this.answer(request, { result: `'${answer}'`, variablesReference: 0 });
    else if ('body' in answer) this.answer(request, answer.body);
    else
      this.send({
        type: 'response',
        request_seq: request.seq,
        command: 'evaluate',
        success: false,
        message: answer.failure,
      });
  }

  private resultOf(asked: Asked, expression: string, variable: Pretended | undefined): string {
    if (variable === undefined) return 'LL|builtins|NoneType';
    if (asked === 'type') return `LL|${variable.type.replace(/\.(\w+)$/, '|$1')}`;
    if (asked === 'about') return `LL|${variable.dtype}|${variable.shape.join(',')}|torch.strided`;
    const [, from, to] = /\[(\d+):(\d+)\]/.exec(expression) ?? [];
    const values = Float64Array.from(variable.data.slice(Number(from), Number(to)));
    const bytes = new Uint8Array(values.buffer);
    return `LL|${values.length}|0|${crc32(bytes)}|${btoa(String.fromCharCode(...bytes))}`;
  }

  private answer({ seq, command }: Message, body: unknown): void {
    this.send({ type: 'response', request_seq: seq, command, success: true, body });
  }

  private tell(event: string, body: unknown = {}): void {
    this.send({ type: 'event', event, body });
  }

  private send(message: object): void {
    this.sent.fire({ seq: this.seq++, ...message });
  }

  dispose(): void {
    this.sent.dispose();
  }
}
