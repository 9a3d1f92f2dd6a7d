import * as vscode from 'vscode';
import { type FromInspector, isFromInspector, type ToInspector, type Words } from '../inspector/protocol';
import { type Channel, openChannel } from '../wire/port';

/** The files that the page's script imports before it runs; said by the build. */
declare const INSPECTOR_PARTS: readonly string[] | undefined;
const PARTS = typeof INSPECTOR_PARTS === 'undefined' ? [] : INSPECTOR_PARTS;

/** The files the page may load: its own bundle, nothing of the workspace. */
function pageRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** What the page may do and load. Given as its webview is made where that can be: it is told to VS Code once less. */
export function pageOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [pageRoot(extensionUri)] };
}

/** All that is translated: the page has labels of its own, and makes sentences of report/ where a change is tried. */
export function pageWords(): Words {
  return { ...vscode.l10n.bundle };
}

/** The connection with a page, on which only what a page may say comes in. */
export function pageChannel(webview: vscode.Webview, receive: (message: FromInspector) => void): Channel<ToInspector> {
  return openChannel<FromInspector, ToInspector>(
    {
      post: (message) => void webview.postMessage(message),
      listen: (listener) => {
        const subscription = webview.onDidReceiveMessage(listener);
        return () => {
          subscription.dispose();
        };
      },
    },
    isFromInspector,
    receive,
  );
}

/** A tab beside the editor, or a view, which stands in the panel until its user drags it to a side bar. */
export type Location = 'beside' | 'panel';

/**
 * The page of the inspector. Nothing but its own script and style may run or load in it, and the WebAssembly that the
 * script makes, which reaches nothing but numbers.
 * @param location it has the ground of what is around it.
 */
export function inspectorPage(webview: vscode.Webview, extensionUri: vscode.Uri, location: Location): string {
  const nonce = newNonce();
  const root = pageRoot(extensionUri);
  const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
  // All at once: each would else be asked for when the one before it has come.
  const parts = PARTS.map((name) => `<link rel="modulepreload" nonce="${nonce}" href="${address(name)}" />`);
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}" data-location="${location}">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${address('inspector.css')}" />
    ${parts.join('\n    ')}
    <title>Loss Lens</title>
  </head>
  <body>
    <div id="inspector"></div>
    <script type="module" nonce="${nonce}" src="${address('inspector.js')}"></script>
  </body>
</html>`;
}

function newNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
