// The second thread of the reader: begun by read.ts.
import { workerData } from 'node:worker_threads';
import { helpTextRows, isRowHelp } from '../src/kernel/textRows';

if (isRowHelp(workerData)) helpTextRows(workerData);
