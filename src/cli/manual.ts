import { COMMANDS, type Command, NOTES, SYNOPSIS } from './commands';

/** The manual page, in the language of man(7). */
export function manualPage(version: string): string {
  const [, summary = ''] = SYNOPSIS.split(': ');
  return [
    `.TH LOSS-LENS 1 "" "loss-lens ${version}" "User Commands"`,
    '.SH NAME',
    `loss-lens \\- ${escaped(summary)}`,
    '.SH SYNOPSIS',
    ...COMMANDS.flatMap(synopsis),
    '.SH DESCRIPTION',
    'Computes cross-entropy losses of matrices that are printed in texts or stored in files, as PyTorch does, to the',
    'last bit, and says what the number is worth.',
    ...NOTES.flatMap((note) => ['.PP', escaped(note)]),
    '.SH COMMANDS',
    ...COMMANDS.flatMap(section),
    '.SH EXIT STATUS',
    ...[
      '0',
      'Done.',
      '1',
      'Refused or troubled; a message is on standard error, the JSON still valid.',
      '2',
      'Usage.',
    ].map((text, index) => (index % 2 === 0 ? `.TP\n.B ${text}` : text)),
    '.SH EXAMPLES',
    ...[
      ['loss-lens compute notebook.txt --pred logits --target tags', 'The loss of two arrays of a text.'],
      ['loss-lens compute logits.npy labels.npy --json', 'Of two files, as JSON.'],
      ['loss-lens check --github .', 'Every pinned loss of a folder, as annotations of a workflow.'],
    ].flatMap(([call = '', text = '']) => ['.TP', `.B ${escaped(call)}`, text]),
    '',
  ].join('\n');
}

function synopsis({ name, options, operands }: Command): readonly string[] {
  const given = options.length > 0 ? ' [\\fIOPTIONS\\fR]' : '';
  return [`.B loss-lens ${name}\\fR${given} ${escaped(operands)}`.trim(), '.br'];
}

function section({ name, text, options }: Command): readonly string[] {
  return [
    `.SS ${name}`,
    escaped(`${text.charAt(0).toUpperCase()}${text.slice(1)}.`),
    ...options.flatMap(({ name: option, value, words, text: told }) => [
      '.TP',
      `\\fB\\-\\-${escaped(option)}\\fR${value === undefined ? '' : ` \\fI${escaped(value)}\\fR`}`,
      escaped(`${told.charAt(0).toUpperCase()}${told.slice(1)}${words ? `: ${words.join(', ')}` : ''}.`),
    ]),
  ];
}

/** A hyphen, a backslash, and a dot or quote at the start of a line mean something. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/, '\\&');
}
