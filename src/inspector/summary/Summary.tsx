import type { JSX } from 'preact';
import type { SummaryModel } from '../../report/datasetModel';
import { SheetTable } from '../files/SheetTable';

/** Data that is too large to be drawn row by row, as its figures. */
export function Summary({ model }: { readonly model: SummaryModel }): JSX.Element {
  return (
    <main class="page summary">
      <header>
        <h1>{model.document}</h1>
        <p class="summary-value">{model.value}</p>
        <p>{model.caption}</p>
      </header>
      <dl class="summary-figures">
        {model.figures.map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {model.tables.map(({ title, note, ...sheet }) => (
        <section key={title} class="pane">
          <h2>{title}</h2>
          {note !== undefined && <p>{note}</p>}
          <SheetTable label={title} sheet={sheet} visible={true} />
        </section>
      ))}
    </main>
  );
}
