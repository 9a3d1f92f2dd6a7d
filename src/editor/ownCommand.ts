/** How the terminal's command, which comes with the extension, is started where processes can be. */
export interface OwnCommand {
  /** A program that runs Node's scripts. */
  readonly program: string;
  /** The command as that program's script. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
}
