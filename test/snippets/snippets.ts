// Runs the copied code of every kind against the libraries that a Python on this machine has, and fails where an
// assertion does. `npm run snippets [-- PYTHON]`.
import { execFileSync, spawnSync } from 'node:child_process';
import { SNIPPET_KINDS, snippet, type SnippetKind } from '../../src/report/snippets';
import { evaluate } from '../../src/core/evaluate';
import { PROBLEMS, reproduced } from './problems';

const MODULES: Readonly<Record<SnippetKind, readonly string[]>> = {
  pytorch: ['torch'],
  numpy: ['numpy'],
  keras: ['keras'],
  jax: ['jax'],
  'scikit-learn': ['sklearn', 'scipy'],
};

const HEADER = `
failures = []
def check(name, run):
    try:
        run()
    except Exception as error:
        failures.append(f'{name}: {error}'.replace('\\n', ' '))
`;

const candidates = process.argv[2] === undefined ? ['/usr/bin/python3', 'python3'] : [process.argv[2]];
let ran = 0;
let failed = 0;
for (const kind of SNIPPET_KINDS) {
  const python = candidates.find((candidate) => has(candidate, MODULES[kind]));
  if (python === undefined) {
    console.log(`${kind}: no Python here has ${MODULES[kind].join(' and ')}`);
    continue;
  }
  const programs: string[] = [];
  for (const [name, problem] of Object.entries(PROBLEMS)) {
    const outcome = evaluate(problem);
    if (!outcome.ok) throw new Error(`${name} is refused: ${outcome.refusal.code}`);
    const code = snippet(kind, reproduced(problem, outcome.value.value));
    if (code !== undefined) programs.push(`def run():\n${indented(code)}\ncheck(${JSON.stringify(name)}, run)`);
  }
  // One interpreter for all of a kind: loading a library takes longer than what it computes.
  const source = `${HEADER}\n${programs.join('\n')}\nprint(len(failures)); [print(one) for one in failures]`;
  const out = execFileSync(python, ['-W', 'ignore', '-c', source], { encoding: 'utf8', maxBuffer: 1 << 24 });
  const [count = '1', ...told] = out.trim().split('\n');
  ran += programs.length;
  failed += Number(count);
  console.log(`${kind}: ${programs.length} snippets run by ${python}, ${count} failed`);
  for (const line of told) console.log(`  ${line}`);
}
if (ran === 0 || failed > 0) process.exitCode = 1;

function has(python: string, modules: readonly string[]): boolean {
  return spawnSync(python, ['-c', modules.map((module) => `import ${module}`).join('\n')]).status === 0;
}

function indented(code: string): string {
  return code.replaceAll(/^(?=.)/gm, '    ');
}
