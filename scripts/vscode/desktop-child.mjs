// @ts-check
// Runs the tests that the first argument describes in desktop VS Code and ends as they do.
import { runTests } from '@vscode/test-electron';

await runTests(JSON.parse(process.argv[2] ?? ''));
