import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A worker, and the address under which the cluster knows it. */
export interface ClusterWorker {
  readonly address: string;
  readonly process: ChildProcess;
}

/** A Dask scheduler and workers of this machine, each a process of its own without anybody that starts it anew. */
export class LocalCluster {
  readonly workers: ClusterWorker[] = [];

  private constructor(
    private readonly python: string,
    private readonly folder: string,
    private readonly scheduler: ChildProcess,
    readonly address: string,
  ) {}

  static async start(python: string, folder: string, workers: number): Promise<LocalCluster> {
    mkdirSync(folder, { recursive: true });
    const options = ['--host', '127.0.0.1', '--port', '0', '--no-dashboard'];
    const scheduler = begun(python, folder, 'dask_scheduler', options);
    const address = await said(scheduler, folder, /Scheduler at:\s+(tcp:\S+)/);
    const cluster = new LocalCluster(python, folder, scheduler, address);
    await Promise.all(Array.from({ length: workers }, () => cluster.addWorker()));
    return cluster;
  }

  async addWorker(): Promise<void> {
    const options = [this.address, '--nthreads', '1', '--no-nanny', '--no-dashboard', '--host', '127.0.0.1'];
    const child = begun(this.python, this.folder, 'dask_worker', [...options, '--local-directory', this.folder]);
    const address = await said(child, this.folder, /Start worker at:\s+(tcp:\S+)[\s\S]*Registered to/);
    this.workers.push({ address, process: child });
  }

  /** At once, whatever it is doing. */
  async kill(worker: ClusterWorker): Promise<void> {
    this.workers.splice(this.workers.indexOf(worker), 1);
    worker.process.kill('SIGKILL');
    await once(worker.process, 'exit');
  }

  stop(): void {
    for (const { process: child } of this.workers) child.kill('SIGKILL');
    this.scheduler.kill('SIGKILL');
  }
}

function begun(python: string, folder: string, program: string, options: readonly string[]): ChildProcess {
  return spawn(python, ['-m', `distributed.cli.${program}`, ...options], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** What it tells of itself when it has begun. */
function said(child: ChildProcess, folder: string, form: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', (code) => reject(new Error(`a process of the cluster ended with ${code}: ${text}`)));
    child.once('error', reject);
    if (child.stderr === null) return reject(new Error('nothing is heard of it'));
    createInterface({ input: child.stderr }).on('line', (line) => {
      appendFileSync(path.join(folder, 'log'), `${line}\n`);
      text += `${line}\n`;
      const [, found] = form.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
}
