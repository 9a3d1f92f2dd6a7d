// @ts-check
/**
 * What the runner inside VS Code says, line by line, and what it adds up to. The outcome rests on three things that must
 * agree: every test that was announced, the runner's own summary, and how VS Code ended. A run in which no test was seen
 * has failed, whatever its exit code.
 *
 * @typedef {object} Traits where a suite is meant to run
 * @property {'node' | 'web'} host the extension host: a Node process or a web worker
 * @property {boolean} trusted false in Restricted Mode
 *
 * @typedef {{ event: 'host', editor: string, version: string } & Traits
 *   | { event: 'pass', name: string, milliseconds: number }
 *   | { event: 'fail', name: string, error: string }
 *   | { event: 'figure', name: string, value: number, unit: string }
 *   | { event: 'end', passed: number, failed: number }} Message
 *
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {readonly { name: string, value: number, unit: string }[]} [figures] what was measured on the way
 * @property {string[]} troubles why the run as a whole cannot be trusted; none where it can
 */

/** Every line of the runner begins with this, among all else that an editor writes to its console. */
export const prefix = '[loss-lens-test] ';

export class Tally {
  /**
   * What was measured, which no test rests on.
   *
   * @type {{ name: string, value: number, unit: string }[]}
   */
  figures = [];
  #passed = 0;
  #failed = 0;
  /** @type {{ passed: number, failed: number } | undefined} */
  #summary;
  /** @type {string | undefined} */
  #place;
  #expected;
  #print;

  /**
   * @param {Traits} expected
   * @param {(line: string) => void} print
   */
  constructor(expected, print = console.log) {
    this.#expected = describe(expected);
    this.#print = print;
  }

  /** @param {string} line of the console; any other than the runner's own is left alone */
  read(line) {
    const at = line.indexOf(prefix);
    if (at === -1) return;
    /** @type {Message} */
    const message = JSON.parse(line.slice(at + prefix.length));
    switch (message.event) {
      case 'host':
        this.#place = describe(message);
        this.#print(`  in ${message.editor} ${message.version}, ${this.#place}`);
        break;
      case 'pass':
        this.#passed++;
        this.#print(`  ✔ ${message.name} (${message.milliseconds} ms)`);
        break;
      case 'fail':
        this.#failed++;
        this.#print(`  ✘ ${message.name}\n${message.error.replace(/^/gm, '      ')}`);
        break;
      case 'figure':
        this.figures.push(message);
        this.#print(`    ${message.name}: ${message.value.toFixed(1)} ${message.unit}`);
        break;
      case 'end':
        this.#summary = message;
        break;
    }
  }

  /**
   * @param {number | undefined} exitCode undefined where VS Code never said how it ended
   * @returns {Outcome}
   */
  outcome(exitCode) {
    const [passed, failed] = [this.#passed, this.#failed];
    const troubles = [];
    if (passed + failed === 0) troubles.push('no test was run');
    if (this.#place !== undefined && this.#place !== this.#expected) {
      troubles.push(`the tests ran ${this.#place}, not ${this.#expected}`);
    }
    if (this.#summary === undefined) troubles.push('the runner did not get to its end');
    else if (this.#summary.passed !== passed || this.#summary.failed !== failed) {
      troubles.push('the tests that were seen are not those that the runner counted');
    }
    if (exitCode === undefined) troubles.push('VS Code did not say how the run ended');
    else if ((exitCode !== 0) !== (failed > 0 || passed === 0)) troubles.push(`VS Code ended with ${exitCode}`);
    return { passed, failed, troubles, figures: this.figures };
  }
}

/** @param {Traits} traits */
function describe({ host, trusted }) {
  return `${host === 'web' ? 'in a web worker' : 'in Node'}${trusted ? '' : ', in Restricted Mode'}`;
}
