import { reads } from './check';

/** Each text holds one array; the name it is to be called by. */
const NAMES: Record<string, [text: string, name: string | null]> = {
  'an assignment': ['x = tensor([1., 2.])', 'x'],
  'an annotated assignment': ['logits: torch.Tensor = torch.tensor([1., 2.])', 'logits'],
  'an attribute': ['self.logits = [1.5, 2.5]', 'self.logits'],
  'an item': ["batch['y'] = [1.5, 2.5]", "batch['y']"],
  'a JSON key': ['{"logits": [1.5, 2.5]}', 'logits'],
  'a Python key': ["{'logits': tensor([1., 2.])}", 'logits'],
  'a keyword argument': ['F.cross_entropy(input=torch.tensor([1.5, 2.5]))', 'input'],
  'a label': ['logits: tensor([1., 2.])', 'logits'],
  'a label of several words': ['Predicted labels: tensor([1, 2])', 'Predicted labels'],
  'a label on the line above': ['logits:\ntensor([1., 2.])', 'logits'],
  'a printed word': ['logits tensor([1., 2.])', 'logits'],
  'an equals sign in an f-string print': ['logits=tensor([1., 2.])', 'logits'],
  'a docstring prompt': ['>>> x\ntensor([1., 2.])', 'x'],
  'a printed docstring prompt': ['>>> print(x)\ntensor([1., 2.])', 'x'],
  'an assignment behind a prompt': ['>>> x = torch.tensor([1., 2.])', 'x'],
  nothing: ['tensor([1., 2.])', null],
  prose: ['It then gave us a tensor([1., 2.])', null],
  'an expression that changes the numbers': ['x = tensor([1., 2.]) / 3', null],
  'a cast that does not': ['x = torch.tensor([1., 2.]).float()', 'x'],
  'a short word that ends as a colour of the terminal does': ['m = [[1.5, 2.5], [3.5, 4.5]]', 'm'],
  'a log line': ['2024-01-01 12:00:00,123 INFO logits: tensor([1., 2.])', 'logits'],
};

describe('names', () => {
  for (const [what, [text, name]] of Object.entries(NAMES)) {
    it(`come from ${what}`, () => reads(text, { name }));
  }
  it('come from the last line of a notebook cell', () =>
    reads('In [4]:\nx = torch.randn(2)\nx\n\ntensor([1.5, 2.5])\n\nIn [5]:\ny\n\ntensor([0, 1])\n', [
      { name: 'x' },
      { name: 'y' },
    ]));
  it('come from what a notebook cell prints', () =>
    reads('In [4]:\nprint(a)\nprint("and")\nb\n\ntensor([1.5, 2.5])\nOut[4]:\ntensor([0, 1])\n', [
      { name: 'a' },
      { name: 'b' },
    ]));
});
