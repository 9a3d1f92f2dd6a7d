import type { InspectorState } from '../report/inspectorModel';
import type { FromInspector } from './protocol';

/** What VS Code gives a webview's page; it may be taken only once. */
interface VsCodeApi {
  postMessage(message: FromInspector): void;
  setState(state: InspectorState): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

export function post(message: FromInspector): void {
  api.postMessage(message);
}

/** Kept by VS Code across a reload of the window, and handed to the extension with the panel it restores. */
export function remember(state: InspectorState): void {
  api.setState(state);
}
