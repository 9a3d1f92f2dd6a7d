import type { JSX } from 'preact';

/** A number with its name, and what it is known to. */
export interface Measure {
  readonly name: string;
  readonly value: string;
  readonly detail?: string | undefined;
}

/** A few numbers in a line. */
export function Measures({ measures }: { readonly measures: readonly Measure[] }): JSX.Element {
  return (
    <dl class="measures">
      {measures.map(({ name, value, detail }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <span class="number">{value}</span>
            {detail !== undefined && <span class="detail"> {detail}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
