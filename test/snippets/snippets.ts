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
  const byName = variables(kind);
  if (byName !== undefined) programs.push(byName);
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

/** Code that takes float32 variables by their names, and holds them to what their print of four decimals left open. */
function variables(kind: SnippetKind): string | undefined {
  const problem = PROBLEMS['cross_entropy'];
  const outcome = problem && evaluate(problem);
  if (problem === undefined || !outcome?.ok) throw new Error('there is no plain problem');
  const inputs = { predictions: 'logits', targets: 'labels', tolerance: 1e-4 };
  const code = snippet(kind, reproduced(problem, outcome.value.value), inputs);
  if (code === undefined) return undefined;
  const [rows = 0, width = 1] = problem.predictions.shape;
  const logits = Array.from({ length: rows }, (_, row) =>
    // As it was before it was printed.
    Array.from(problem.predictions.data.slice(row * width, (row + 1) * width), (value) => value + 3e-5),
  );
  const array = kind === 'pytorch' ? 'torch.tensor' : 'np.array';
  const float = kind === 'pytorch' ? 'torch.float32' : "'float32'";
  const made = [
    kind === 'pytorch' ? 'import torch' : 'import numpy as np',
    `logits = ${array}(${JSON.stringify(logits)}, dtype=${float})`,
    `labels = ${array}(${JSON.stringify(Array.from(problem.targets.data))})`,
  ].join('\n');
  return `def run():\n${indented(made)}\n${indented(code)}\ncheck('variables', run)`;
}
