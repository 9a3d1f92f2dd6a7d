// The most memory this process has had, in megabytes, when the files' loss is known; or without any work.
import { readFileSync } from 'node:fs';
import { lossOfStored } from './stored';

const [logits, labels] = process.argv.slice(2);
if (logits !== undefined && labels !== undefined) lossOfStored(logits, labels);
// Not the peak of resourceUsage, which a process takes over from the larger one that started it.
const peak = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
console.log((Number(peak) * 1024) / 1e6);
