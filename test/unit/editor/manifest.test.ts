import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';

interface Setting {
  readonly scope?: string;
  readonly order?: number;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly markdownDescription?: string;
  readonly markdownEnumDescriptions?: readonly string[];
}

interface Manifest {
  readonly main: string;
  readonly browser: string;
  readonly activationEvents: readonly string[];
  readonly enabledApiProposals?: unknown;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: boolean }; virtualWorkspaces: boolean };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category?: string; readonly title: string }[];
    readonly configuration: readonly {
      readonly title: string;
      readonly order?: number;
      readonly properties: Readonly<Record<string, Setting>>;
    }[];
    readonly configurationDefaults: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly colors: readonly { readonly id: string; readonly defaults: Readonly<Record<string, string>> }[];
    readonly menus: Readonly<Record<string, readonly { readonly command?: string; readonly when?: string }[]>>;
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const { contributes } = manifest;
const groups = contributes.configuration;
const settings = new Map(groups.flatMap(({ properties }) => Object.entries(properties)));

/**
 * Why each setting has its scope. `language-overridable` (which a folder may set as well): the same person wants other
 * things in a log than in a program, and a project says for everybody how its losses are reduced. Nothing holds a path
 * or a command, so nothing has to be kept to one machine or out of untrusted folders.
 */
const SCOPES: Readonly<Record<string, string>> = {
  'lossLens.inline.enabled': 'language-overridable',
  'lossLens.inline.rows': 'language-overridable',
  'lossLens.gutter.enabled': 'language-overridable',
  'lossLens.overviewRuler.enabled': 'language-overridable',
  'lossLens.hover.enabled': 'language-overridable',
  'lossLens.codeLens.enabled': 'language-overridable',
  'lossLens.statusBar.enabled': 'language-overridable',
  'lossLens.problems.enabled': 'language-overridable',
  'lossLens.notebook.cellStatus': 'language-overridable',
  'lossLens.printedLosses.enabled': 'language-overridable',
  'lossLens.pins.enabled': 'language-overridable',
  // There is one inspector in a window, whatever it shows.
  'lossLens.inspector.location': 'window',
  'lossLens.compute.reduction': 'language-overridable',
  'lossLens.compute.dtype': 'language-overridable',
};

describe('the manifest', () => {
  it('gives every setting the scope that is argued for, and has no other', () => {
    const scopes = [...settings].map(([name, { scope }]) => [name, scope ?? 'window']);
    assert.deepEqual(Object.fromEntries(scopes), SCOPES);
  });

  it('groups the settings in order, each described, with a default, and no two in one place', () => {
    assert.ok(groups.length > 1);
    assert.deepEqual(
      groups.map(({ order }) => order),
      groups.map((_, index) => index + 1),
    );
    for (const { title, properties } of groups) {
      const orders = Object.values(properties).map(({ order }) => order ?? 0);
      assert.deepEqual(
        orders,
        orders.map((_, index) => index + 1),
        title,
      );
    }
    for (const [name, setting] of settings) {
      assert.match(name, /^lossLens\.[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/);
      assert.ok(setting.markdownDescription?.startsWith('%'), `${name} has no description`);
      assert.notEqual(setting.default, undefined, `${name} has no default`);
      assert.equal(
        setting.markdownEnumDescriptions?.length,
        setting.enum?.length,
        `${name} leaves a choice unexplained`,
      );
    }
  });

  it('overrides for a language only settings that there are and that languages may override', () => {
    for (const [language, values] of Object.entries(contributes.configurationDefaults)) {
      assert.match(language, /^\[[a-z]+\]$/);
      for (const name of Object.keys(values)) assert.equal(settings.get(name)?.scope, 'language-overridable', name);
      // What is on from the start in a language must be there when one of its documents is opened.
      assert.ok(manifest.activationEvents.includes(`onLanguage:${language.slice(1, -1)}`), language);
    }
  });

  it('is activated by nothing that is always there', () => {
    const eager = /^\*$|^onStartupFinished$|^workspaceContains:/;
    assert.deepEqual(
      manifest.activationEvents.filter((event) => eager.test(event)),
      [],
    );
    assert.equal(manifest.enabledApiProposals, undefined);
  });

  it('has every command in one category, and shows none in a menu that always stands there', () => {
    for (const { command, category } of contributes.commands) assert.equal(category, 'Loss Lens', command);
    const known = new Set(contributes.commands.map(({ command }) => command));
    for (const [menu, items] of Object.entries(contributes.menus)) {
      for (const { command, when } of items) {
        if (command !== undefined) assert.ok(known.has(command), `${menu} has ${command}, which is no command`);
        assert.ok(when !== undefined && when !== '', `${menu} shows ${command ?? 'a submenu'} always`);
      }
    }
  });

  it('gives every colour for light, dark and both high contrasts', () => {
    for (const { id, defaults } of contributes.colors) {
      assert.match(id, /^lossLens\./);
      assert.deepEqual(Object.keys(defaults).sort(), ['dark', 'highContrast', 'highContrastLight', 'light'], id);
    }
  });

  it('works in folders that are virtual or not trusted, on the desktop and in the browser', () => {
    const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
    assert.deepEqual([untrustedWorkspaces.supported, virtualWorkspaces], [true, true]);
    for (const file of [manifest.main, manifest.browser])
      assert.ok(existsSync(file), `${file}: run npm run build first`);
  });
});
