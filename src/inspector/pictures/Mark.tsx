import type { ComponentChildren, JSX } from 'preact';

interface MarksProps {
  readonly label: string;
  /** How many marks stand in a row, for the arrow keys up and down. */
  readonly across?: number;
  readonly children: ComponentChildren;
}

/** The marks of a picture that can be chosen: one stop of the Tab key, walked through with the arrow keys. */
export function Marks({ label, across = 1, children }: MarksProps): JSX.Element {
  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: SVGGElement }): void => {
    const marks = [...event.currentTarget.querySelectorAll<SVGGElement>('[data-mark]')];
    const now = marks.findIndex((mark) => mark === document.activeElement);
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: now - 1,
      ArrowRight: now + 1,
      ArrowUp: now - across,
      ArrowDown: now + across,
      Home: 0,
      End: marks.length - 1,
    };
    const to = marks[steps[event.key] ?? -1];
    if (event.key === 'Enter' || event.key === ' ') {
      marks[now]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    } else if (to === undefined) return;
    event.preventDefault();
    if (to === undefined) return;
    for (const mark of marks) mark.setAttribute('tabindex', mark === to ? '0' : '-1');
    to.focus();
  };
  return (
    <g role="group" aria-label={label} onKeyDown={onKeyDown}>
      {children}
    </g>
  );
}

interface MarkProps {
  readonly label: string;
  readonly first: boolean;
  readonly pressed: boolean;
  readonly onChoose: () => void;
  readonly children: ComponentChildren;
}

export function Mark({ label, first, pressed, onChoose, children }: MarkProps): JSX.Element {
  return (
    <g
      class="mark"
      data-mark=""
      role="button"
      tabindex={first ? 0 : -1}
      aria-label={label}
      aria-pressed={pressed}
      onClick={onChoose}
    >
      <title>{label}</title>
      {children}
    </g>
  );
}
