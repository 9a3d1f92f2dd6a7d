// @ts-check
/**
 * Prints the one line that a suite ends with, and fails the process unless tests were run and all of them passed.
 *
 * @param {string} name
 * @param {readonly import('./tally.mjs').Outcome[]} outcomes
 */
export function report(name, outcomes) {
  const troubles = outcomes.flatMap((outcome) => outcome.troubles);
  for (const trouble of troubles) console.log(`  ✘ ${trouble}`);
  const passed = sum(outcomes.map((outcome) => outcome.passed));
  // A run that cannot be trusted is a failure even where no test failed.
  const failed = Math.max(sum(outcomes.map((outcome) => outcome.failed)), troubles.length > 0 ? 1 : 0);
  console.log(`${name}: ${passed} passed, ${failed} failed`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
