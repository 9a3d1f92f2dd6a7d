import { render } from 'preact';
import { App } from './App';
import { post, remember } from './host';
import { next, WAITING, type PageEvent, type PageState, type Selection } from './page';
import { isToInspector } from './protocol';
import './styles/inspector.css';
import { speak } from './words';

let state: PageState = WAITING;
const root = document.getElementById('inspector') ?? document.body.appendChild(document.createElement('div'));

function draw(): void {
  render(<App page={state.page} choose={choose} post={post} />, root);
}

function take(event: PageEvent): void {
  const before = state;
  state = next(state, event);
  if (state !== before) draw();
}

/** A row chosen on the page is revealed in the text; one chosen in the text comes by message and is not sent back. */
function choose(selection: Selection): void {
  take({ kind: 'choose', selection });
  if (state.page.kind === 'shown') post({ kind: 'reveal', id: state.page.model.id, row: selection.row });
}

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isToInspector(data)) return;
  if (data.kind === 'show' || data.kind === 'summary' || data.kind === 'message') speak(data.words);
  take(data);
  if (data.kind === 'show' && state.page.kind === 'shown' && state.page.model === data.model) remember(data.state);
});

/** By when, in milliseconds after the page has loaded, VS Code has handed on what was sent along with it. */
const HANDED_ON = 100;

draw();
// The extension sends what there is to show along with the page. One that VS Code makes anew, as after it was hidden, asks.
addEventListener('load', () =>
  setTimeout(() => {
    if (state === WAITING) post({ kind: 'ready' });
  }, HANDED_ON),
);
