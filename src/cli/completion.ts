import { COMMANDS, type Command, type Shell } from './commands';

/** What completes the command in a shell: a script to be put where that shell looks for one. */
export function completionScript(shell: Shell): string {
  return { bash, zsh, fish }[shell]();
}

const NAMES = COMMANDS.map(({ name }) => name).join(' ');

function optionNames({ options }: Command): string {
  return options.map(({ name }) => `--${name}`).join(' ');
}

function bash(): string {
  const cases = COMMANDS.map((command: Command) => {
    const values = command.options.flatMap(({ name, words }) =>
      words ? [`        --${name}) COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$word")); return ;;`] : [],
    );
    const operands = command.words ? `compgen -W '${command.words.join(' ')}' -- "$word"` : 'compgen -f -- "$word"';
    const before = values.length === 0 ? [] : ['      case $before in', ...values, '      esac'];
    return [
      `    ${command.name})`,
      ...before,
      `      if [[ $word == -* ]]; then COMPREPLY=($(compgen -W '${optionNames(command)}' -- "$word"))`,
      `      else COMPREPLY=($(${operands})); fi ;;`,
    ].join('\n');
  });
  return `# loss-lens completion bash > ~/.local/share/bash-completion/completions/loss-lens
_loss_lens() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '${NAMES} --help --version' -- "$word"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
}
complete -o filenames -F _loss_lens loss-lens
`;
}

/** Between single quotes a quote is ended, escaped and begun again. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Brackets and colons mean something in a specification of zsh's. */
function specified(text: string): string {
  return text.replaceAll(/[[\]:]/g, '\\$&');
}

function zsh(): string {
  const commands = COMMANDS.map(({ name, text }) => `    ${quoted(`${name}:${specified(text)}`)}`);
  const cases = COMMANDS.map((command: Command) => {
    const options = command.options.map(({ name, value, words, text }) => {
      const argument = value === undefined ? '' : `:${specified(value)}:${words ? `(${words.join(' ')})` : ''}`;
      return `      ${quoted(`--${name}[${specified(text)}]${argument}`)} \\`;
    });
    const operands = command.words ? `'1:shell:(${command.words.join(' ')})'` : "'*:file:_files'";
    return [`    ${command.name}) _arguments \\`, ...options, `      ${operands} ;;`].join('\n');
  });
  return `#compdef loss-lens
# loss-lens completion zsh > ~/.zfunc/_loss-lens, with fpath+=(~/.zfunc) before compinit
_loss_lens() {
  local -a commands=(
${commands.join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${cases.join('\n')}
  esac
}
_loss_lens "$@"
`;
}

function fish(): string {
  const lines = COMMANDS.flatMap((command: Command) => {
    const within = `-n '__fish_seen_subcommand_from ${command.name}'`;
    return [
      `complete -c loss-lens -n __fish_use_subcommand -f -a ${command.name} -d ${fishQuoted(command.text)}`,
      ...command.options.map(({ name, value, words, text }) => {
        const argument = value === undefined ? '' : words ? ` -x -a '${words.join(' ')}'` : ' -r';
        return `complete -c loss-lens ${within} -l ${name}${argument} -d ${fishQuoted(text)}`;
      }),
      ...(command.words ? [`complete -c loss-lens ${within} -f -a '${command.words.join(' ')}'`] : []),
    ];
  });
  return `# loss-lens completion fish > ~/.config/fish/completions/loss-lens.fish\n${lines.join('\n')}\n`;
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
