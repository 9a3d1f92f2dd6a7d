import * as vscode from 'vscode';
import type { FromInspector, ToInspector } from '../inspector/protocol';
import type { Channel } from '../wire/port';
import { inspectorPage, type Location, pageChannel, pageOptions } from './inspectorPage';

export const INSPECTOR_TAB = 'lossLens.inspector';
export const INSPECTOR_VIEW = 'lossLens.inspectorView';

/** Where the page of the inspector is drawn. */
export interface InspectorPlace {
  readonly location: Location;
  readonly channel: Channel<ToInspector>;
  /** Brings the page to the front; the focus stays where it is. */
  reveal(): void;
  close(): void;
}

/** What both places need to draw the page and to listen to it. */
export interface Drawn {
  readonly extensionUri: vscode.Uri;
  readonly receive: (message: FromInspector) => void;
}

export function inTab(panel: vscode.WebviewPanel, drawn: Drawn): InspectorPlace {
  const { extensionUri } = drawn;
  panel.iconPath = {
    light: vscode.Uri.joinPath(extensionUri, 'media', 'inspector-light.svg'),
    dark: vscode.Uri.joinPath(extensionUri, 'media', 'inspector-dark.svg'),
  };
  return {
    location: 'beside',
    channel: draw(panel.webview, 'beside', drawn),
    reveal: () => panel.reveal(undefined, true),
    close: () => {
      panel.dispose();
    },
  };
}

export function inView(view: vscode.WebviewView, drawn: Drawn): InspectorPlace {
  return {
    location: 'panel',
    channel: draw(view.webview, 'panel', drawn),
    reveal: () => view.show(true),
    // Whether a view is there is said by its condition in the manifest, which follows the setting.
    close: () => undefined,
  };
}

function draw(webview: vscode.Webview, location: Location, { extensionUri, receive }: Drawn): Channel<ToInspector> {
  webview.options = pageOptions(extensionUri);
  const channel = pageChannel(webview, receive);
  webview.html = inspectorPage(webview, extensionUri, location);
  return channel;
}

export function chosenLocation(): Location {
  return vscode.workspace.getConfiguration('lossLens').get('inspector.location') === 'panel' ? 'panel' : 'beside';
}

/** Keeps the choice where it was made before: for this workspace, or for all. */
export async function chooseLocation(location: Location): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('lossLens');
  const here = configuration.inspect('inspector.location')?.workspaceValue !== undefined;
  await configuration.update('inspector.location', location, !here);
}
