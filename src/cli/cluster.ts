import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { type ClusterFault, clusterFaultText } from './clusterFaults';
import { Refused } from './refused';
import { restored } from './summaryText';

/** Which cluster, and what speaks to it. */
export interface ClusterAddress {
  readonly scheduler: string;
  /** A Python with dask.distributed, and the program that is shipped beside this one. */
  readonly python: string;
  readonly program: string;
}

/** How long a scheduler may take to answer. */
const PATIENCE_SECONDS = 10;

/** How long the program may take to say goodbye. */
const GRACE_MS = 2000;

/** The lines of its standard error that are told when it ends: the last of a traceback says what it was. */
const LAST_LINES = 3;

/**
 * A cluster at the hands of a Python program: a request a line in JSON, answered by a line or by several. Where that program
 * ends, so does every request, with what it said last.
 */
export class Cluster {
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly lines: AsyncIterator<string>;
  private readonly ended: Promise<string>;
  private said = '';

  private constructor(private readonly address: ClusterAddress) {
    this.child = spawn(address.python, [address.program], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    this.child.stderr.on('data', (chunk) => (this.said = `${this.said}${chunk}`.slice(-4096)));
    // What it does not read any more is told by its end.
    this.child.stdin.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(error.message));
      this.child.once('close', (code) => resolve(this.lastWords() || `exit code ${code}`));
    });
  }

  /** Throws {@link Refused} where there is none, or none that fits. */
  static async connect(address: ClusterAddress): Promise<Cluster> {
    const cluster = new Cluster(address);
    try {
      await cluster.ask({ ask: 'connect', scheduler: address.scheduler, seconds: PATIENCE_SECONDS });
      return cluster;
    } catch (error) {
      cluster.close();
      throw error;
    }
  }

  /** The answer to a request. Throws {@link Refused}. */
  async ask(request: object): Promise<object> {
    for await (const answer of this.answers(request)) return answer;
    throw this.fault({ kind: 'broken', message: 'no answer' });
  }

  /** The answers to a request, for as long as they are asked for. Throws {@link Refused}. */
  async *answers(request: object): AsyncGenerator<object> {
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    for (;;) {
      const line = await this.lines.next();
      if (line.done === true) throw this.fault({ kind: 'ended', message: await this.ended });
      const answer = JSON.parse(line.value, (_, each: unknown) => restored(each)) as object;
      if ('fault' in answer) throw this.fault(answer.fault as ClusterFault);
      yield answer;
    }
  }

  /** It ends by itself when nothing more can be asked, or is made to; what it has begun on the cluster ends with it. */
  close(): void {
    this.child.stdin.end();
    setTimeout(() => this.child.kill(), GRACE_MS).unref();
  }

  private fault(fault: ClusterFault): Refused {
    return new Refused('cluster', clusterFaultText(fault, this.address));
  }

  private lastWords(): string {
    return this.said.trim().split('\n').slice(-LAST_LINES).join(' ');
  }
}
