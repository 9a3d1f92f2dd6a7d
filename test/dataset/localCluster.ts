import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
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
    const address = await said(scheduler, /Scheduler at:\s+(tcp:\S+)/);
    const cluster = new LocalCluster(python, folder, scheduler, address);
    await Promise.all(Array.from({ length: workers }, () => cluster.addWorker()));
    return cluster;
  }

  async addWorker(): Promise<void> {
    const options = [this.address, '--nthreads', '1', '--no-nanny', '--no-dashboard', '--host', '127.0.0.1'];
    const child = begun(this.python, this.folder, 'dask_worker', [...options, '--local-directory', this.folder]);
    const address = await said(child, /Start worker at:\s+(tcp:\S+)[\s\S]*Registered to/);
    this.workers.push({ address, process: child });
  }

  /** At once, whatever it is doing. */
  async kill(worker: ClusterWorker): Promise<void> {
    this.workers.splice(this.workers.indexOf(worker), 1);
    worker.process.kill('SIGKILL');
    await once(worker.process, 'exit');
  }

  async stop(): Promise<void> {
    const children = [...this.workers.map((worker) => worker.process), this.scheduler];
    const ends = children.map((child) => once(child, 'exit'));
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(ends);
  }
}

function begun(python: string, folder: string, program: string, options: readonly string[]): ChildProcess {
  return spawn(python, ['-m', `distributed.cli.${program}`, ...options], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** What it tells of itself when it has begun. */
function said(child: ChildProcess, form: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', (code) => reject(new Error(`a process of the cluster ended with ${code}: ${text}`)));
    child.once('error', reject);
    if (child.stderr === null) return reject(new Error('nothing is heard of it'));
    createInterface({ input: child.stderr }).on('line', (line) => {
      text += `${line}\n`;
      const [, found] = form.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
}
