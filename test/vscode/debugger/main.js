// A debugger of the type that Python's is, whose adapter is the test's: VS Code takes adapters from the extension that
// declares the type, and from no other.
const vscode = require('vscode');

/** @type {() => vscode.DebugAdapterDescriptor} */
let adapter = () => {
  throw new Error('no test has said which adapter it wants');
};

exports.activate = () => {
  vscode.debug.registerDebugAdapterDescriptorFactory('debugpy', { createDebugAdapterDescriptor: () => adapter() });
  return {
    /** @param {() => vscode.DebugAdapterDescriptor} wanted */
    use: (wanted) => {
      adapter = wanted;
    },
  };
};
