/**
 * Documents, sessions and workers under every order of events: `npm run races -- [--schedules N] [--seed N]`. What is
 * shown must always belong to the document as it stands, nothing may be left running, and what was settled must be
 * found again. Exit code 1 and the shortest schedule that breaks it where one does.
 */
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { type Action, actions, Model } from './model';

const { values } = parseArgs({
  options: { schedules: { type: 'string', default: '10000' }, seed: { type: 'string' } },
});
const schedules = Number(values.schedules);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);

const counted = { actions: 0, steps: 0, shown: 0 };
const rejections: unknown[] = [];
process.on('unhandledRejection', (reason) => rejections.push(reason));

async function holds(scheduler: fc.Scheduler, list: readonly Action[], inline: boolean): Promise<void> {
  const model = new Model(scheduler, inline);
  for (const action of list) {
    void scheduler.schedule(Promise.resolve(), action.kind).then(() => model.act(action));
    counted.actions++;
  }
  while (scheduler.count() > 0) {
    await scheduler.waitNext(1);
    await new Promise((resolve) => setImmediate(resolve));
    counted.shown += model.check();
    counted.steps++;
  }
  model.checkAtRest();
  await model.checkFoundAgain();
  assert.deepEqual(rejections, []);
}

async function main(): Promise<void> {
  const start = performance.now();
  const property = fc.asyncProperty(fc.scheduler(), actions, fc.boolean(), holds);
  await fc.assert(property, { numRuns: schedules, seed, endOnFailure: false });
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `races: ${schedules} schedules (seed ${seed}) with ${counted.actions} actions and ${counted.steps} steps, ` +
      `${counted.shown} shown results looked at: none stale, none lost, none left running; ${seconds.toFixed(0)} s`,
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
