import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../../../src/cli/command';
import { COMMANDS, type Command, helpText } from '../../../src/cli/commands';
import { completionScript } from '../../../src/cli/completion';
import { manualPage } from '../../../src/cli/manual';
import { barText } from '../../../src/cli/progressBar';
import { lossLens } from './terminal';

/** The mean of -ln softmax of both rows is 0.126928..., by torch 2.13; the first pin holds, the second does not. */
const TEXT = 'logits = [[2.0, 0.0], [0.0, 2.0]]\nlabels = [0, 1]\n';
const HOLDS = `${TEXT}# loss-lens: 0.1269\n`;
const DRIFTED = `${TEXT}  # loss-lens: 0.2\n`;

describe('the command as a citizen of the terminal', () => {
  let folder = '';
  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'loss-lens-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('says what does not hold by file, line and column, as compilers do', async () => {
    const file = write('a.py', DRIFTED);
    const { code, err } = await lossLens(['check', file]);
    assert.equal(code, 1);
    assert.ok(err.startsWith(`${file}:3:5: The loss is 0.1 (cross_entropy of logits and labels), and not 0.2.`), err);
  });

  it('checks every text of a folder that pins a loss, and no other', async () => {
    write('b/holds.py', HOLDS);
    write('a/drifted.md', DRIFTED);
    write('a/other.txt', 'logits = [[1, 2], [3\n');
    write('node_modules/theirs.py', DRIFTED);
    write('.hidden/theirs.py', DRIFTED);
    write('binary.dat', `\0${DRIFTED}`);
    const { code, err } = await lossLens(['check', folder]);
    assert.equal(code, 1);
    assert.deepEqual(
      err.split('\n').map((line) => line.replace(folder, '').split(':')[0]),
      [`${path.sep}${path.join('a', 'drifted.md')}`, ''],
    );
  });

  it('annotates a workflow of GitHub, whatever the file is called', async () => {
    const file = write('a,b%.py', DRIFTED);
    const { code, out, err } = await lossLens(['check', '--github', file]);
    const name = file.replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C');
    assert.equal(
      out,
      `::error file=${name},line=3,col=5,title=Loss Lens::The loss is 0.1 (cross_entropy of logits and labels), and not 0.2.\n`,
    );
    assert.deepEqual([code, err], [1, '']);
    const missing = await lossLens(['check', '--github', path.join(folder, 'none.py')]);
    assert.match(missing.out, /^::error file=.*none\.py,title=Loss Lens::.* there is no such file\.\n$/);
    assert.equal((await lossLens(['check', '--github', write('b.py', HOLDS)])).out, '');
    assert.equal((await lossLens(['check', '--github', '--json', file])).code, 2);
  });

  it('does it again when a file changes, and ends with the last answer when it is interrupted', async () => {
    const file = write('a.py', DRIFTED);
    let interrupt = (): void => undefined;
    const lines: string[] = [];
    let said = (): void => undefined;
    const done = runCommand(['check', '--watch', file], {
      out: () => undefined,
      err: (text) => {
        lines.push(text.replace(file, 'a.py'));
        if (text.startsWith('loss-lens: watching')) said();
      },
      input: (async function* () {})(),
      onInterrupt: (listener) => (interrupt = listener),
    });
    await new Promise<void>((resolve) => (said = resolve));
    const again = new Promise<void>((resolve) => (said = resolve));
    writeFileSync(file, HOLDS);
    await again;
    interrupt();
    assert.equal(await done, 0);
    assert.deepEqual(
      lines.map((line) => line.split(' ').slice(0, 3).join(' ')),
      ['a.py:3:5: The loss', 'loss-lens: watching a.py\n', 'loss-lens: watching a.py\n'],
    );
  });

  it('watches no standard input and no file that is not there', async () => {
    assert.equal((await lossLens(['check', '--watch', '-'])).code, 2);
    const { code, err } = await lossLens(['check', '--watch', path.join(folder, 'none.py')]);
    assert.deepEqual([code, /there is no such file\.$/m.test(err)], [1, true]);
  });

  it('tells every command and option in the help, the manual and each completion', () => {
    const texts = [helpText(), manualPage('1.2.3').replaceAll('\\-', '-')];
    const scripts = (['bash', 'zsh', 'fish'] as const).map(completionScript);
    for (const command of COMMANDS as readonly Command[]) {
      for (const text of [...texts, ...scripts]) assert.ok(text.includes(command.name), command.name);
      for (const { name } of command.options) {
        for (const text of texts) assert.ok(text.includes(`--${name}`), `${command.name} --${name}`);
        for (const text of scripts) assert.match(text, new RegExp(`(?:--|-l )${name}\\b`), `${command.name} --${name}`);
      }
    }
  });

  it('is completed by bash: commands, options, the words of an option, files', () => {
    write('logits.npy', '');
    const completed = (...words: readonly string[]): string => {
      const script = `${completionScript('bash')}
cd "$1"; shift
COMP_WORDS=(loss-lens "$@"); COMP_CWORD=$#
_loss_lens; echo "\${COMPREPLY[*]}"`;
      const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', folder, ...words], { encoding: 'utf8' });
      assert.equal(stderr, '');
      return stdout.trim();
    };
    assert.equal(completed('c'), 'compute check completion');
    assert.equal(completed('check', '--'), '--json --github --update --watch');
    assert.equal(completed('compute', '--from', 'lo'), 'logits log_probabilities');
    assert.equal(completed('read', 'log'), 'logits.npy');
    assert.equal(completed('completion', 'z'), 'zsh');
  });

  it('draws how much is done, and how long the rest will take at this rate', () => {
    assert.equal(barText(0, 2), `[${'.'.repeat(30)}]   0%`);
    assert.equal(barText(0.3, 3), `[${'#'.repeat(9)}${'.'.repeat(21)}]  30%, 7 s left`);
    assert.equal(barText(1, 3), `[${'#'.repeat(30)}] 100%, 0 s left`);
  });
});
