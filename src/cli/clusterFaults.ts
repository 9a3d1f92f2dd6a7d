import type { ClusterAddress } from './cluster';

/** Why a cluster gives no answer, as its Python program tells it. */
export type ClusterFault =
  | { readonly kind: 'no-distributed'; readonly python: string; readonly message: string }
  | { readonly kind: 'unreachable'; readonly scheduler: string; readonly message: string }
  | { readonly kind: 'no-workers' }
  | {
      readonly kind: 'versions';
      readonly package: string;
      readonly here: string | null;
      readonly there: string | null;
      /** The scheduler, or the address of a worker. */
      readonly place: string;
    }
  | { readonly kind: 'no-folder'; readonly folder: string; readonly worker: string }
  | {
      readonly kind: 'unlike';
      readonly folder: string;
      readonly file: string;
      readonly worker: string;
      readonly other: string;
    }
  | { readonly kind: 'no-file'; readonly file: string; readonly worker: string }
  | { readonly kind: 'no-such-array'; readonly file: string; readonly names: readonly string[] }
  | { readonly kind: 'unreadable'; readonly file: string; readonly message: string }
  | { readonly kind: 'broken'; readonly message: string }
  /** Of the program itself. */
  | { readonly kind: 'ended'; readonly message: string };

export function clusterFaultText(fault: ClusterFault, { scheduler, python }: ClusterAddress): string {
  switch (fault.kind) {
    case 'no-distributed':
      return `${fault.python} has no dask.distributed (${fault.message}); --python names one that has it.`;
    case 'unreachable':
      return `The scheduler at ${fault.scheduler} cannot be reached: ${fault.message}`;
    case 'no-workers':
      return `The cluster at ${scheduler} has no workers.`;
    case 'versions':
      return versionsText(fault, python);
    case 'no-folder':
      return `${fault.folder} is no folder that worker ${fault.worker} can read; every worker has to see all shards by the same paths.`;
    case 'unlike':
      return `${fault.folder} is not the same to all workers: ${fault.worker} sees ${fault.file}, ${fault.other} does not.`;
    case 'no-file':
      return `${fault.file} is no file that worker ${fault.worker} can read; every worker has to see all shards by the same paths.`;
    case 'no-such-array':
      return `${fault.file} holds ${fault.names.join(', ')}; --pred and --target say which of them are the predictions and the targets.`;
    case 'unreadable':
      return `${fault.file} cannot be read: ${fault.message}.`;
    case 'broken':
      return `The cluster at ${scheduler} gave no answer: ${fault.message}`;
    case 'ended':
      return `${python}, which speaks to the cluster, ended: ${fault.message}`;
  }
}

function versionsText(
  { package: name, here, there, place }: Extract<ClusterFault, { kind: 'versions' }>,
  python: string,
): string {
  const where = place === 'scheduler' ? 'the scheduler' : `worker ${place}`;
  if (there === null) return `There is no ${name} at ${where}.`;
  return `${name} is ${there} at ${where} and ${here ?? 'missing'} at ${python}; expected the same.`;
}
