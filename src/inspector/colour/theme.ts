import { useEffect, useState } from 'preact/hooks';
import { endsFor, type RampEnds } from './ramp';
import { hex, parseComputed, WHITE, type Colour } from './colour';

/** The theme's colours where a canvas needs them as numbers; elements take theirs from the CSS variables. */
export interface Theme {
  readonly dark: boolean;
  readonly highContrast: boolean;
  readonly background: Colour;
  readonly foreground: Colour;
  readonly muted: Colour;
  readonly border: Colour;
  readonly focus: Colour;
  readonly error: Colour;
  readonly chosen: Colour;
  readonly chosenInk: Colour;
  readonly hover: Colour;
  /** Blue and orange as this theme has them, or as they can be told apart on it. */
  readonly ends: RampEnds;
  /** Family of the numbers: the editor's own. */
  readonly numbers: string;
}

/** Follows the theme: VS Code changes the variables on the root element and the class of the body. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(readTheme()));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
    observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-kind'] });
    return () => observer.disconnect();
  }, []);
  return theme;
}

function readTheme(): Theme {
  const classes = document.body.classList;
  const dark =
    classes.contains('vscode-dark') ||
    (classes.contains('vscode-high-contrast') && !classes.contains('vscode-high-contrast-light'));
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  try {
    const backdrop = read(probe, '--ground', undefined) ?? (dark ? hex('#1f1f1f') : WHITE);
    const foreground = read(probe, '--vscode-editor-foreground', backdrop) ?? (dark ? hex('#cccccc') : hex('#3b3b3b'));
    const colour = (name: string, fallback: Colour): Colour => read(probe, name, backdrop) ?? fallback;
    const focus = colour('--vscode-focusBorder', hex('#0078d4'));
    return {
      dark,
      highContrast: classes.contains('vscode-high-contrast') || classes.contains('vscode-high-contrast-light'),
      background: backdrop,
      foreground,
      muted: colour('--vscode-descriptionForeground', foreground),
      border: colour(
        '--vscode-contrastBorder',
        colour('--vscode-panel-border', dark ? hex('#2b2b2b') : hex('#e5e5e5')),
      ),
      focus,
      error: colour('--vscode-errorForeground', dark ? hex('#f85149') : hex('#c72e0f')),
      chosen: colour('--vscode-list-activeSelectionBackground', backdrop),
      chosenInk: colour('--vscode-list-activeSelectionForeground', foreground),
      hover: colour('--vscode-list-hoverBackground', backdrop),
      ends: endsFor(
        backdrop,
        read(probe, '--vscode-charts-blue', backdrop),
        read(probe, '--vscode-charts-orange', backdrop),
        dark,
      ),
      numbers: getComputedStyle(document.body).getPropertyValue('--vscode-editor-font-family').trim() || 'monospace',
    };
  } finally {
    probe.remove();
  }
}

/** Asked of an element rather than of the variable, so that every notation of a colour comes out as rgb. */
function read(probe: HTMLElement, name: string, backdrop: Colour | undefined): Colour | undefined {
  if (getComputedStyle(document.documentElement).getPropertyValue(name).trim() === '') return undefined;
  probe.style.color = `var(${name})`;
  return parseComputed(getComputedStyle(probe).color, backdrop);
}
