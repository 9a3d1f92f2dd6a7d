// @ts-check

/**
 * Settings for measuring: what VS Code itself does in the same extension host with a large document is not the
 * extension's. Profiles show it looking for links (250 ms in one block), for conflicts, and for open ports, for which it
 * starts processes (40 ms).
 */
export const othersRest = {
  'editor.links': false,
  'git.enabled': false,
  'merge-conflict.codeLens.enabled': false,
  'merge-conflict.decorators.enabled': false,
  'remote.autoForwardPortsSource': 'output',
};
