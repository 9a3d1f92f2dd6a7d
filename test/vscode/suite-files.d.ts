/** Every test file of the suite; answered by `scripts/vscode/bundle-suite.mjs`. */
declare module 'suite:files';
declare module 'mocha/mocha.js';
