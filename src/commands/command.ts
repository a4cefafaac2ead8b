import type { Command } from 'commander';

/** What a command is given by main.ts: its output streams, its environment and the time. */
export interface CommandContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly clock: () => Date;
}

/** One command of the command line: adds itself to the program. Each stands in a file of its own. */
export type RegisterCommand = (program: Command, context: CommandContext) => void;

/** Exit codes (sysexits.h where it has a fitting one): what a script can tell apart. */
export const EXIT = {
  ok: 0,
  /** The command ran and its answer is "no" or "refused" (a film refused, a validation not met). */
  refused: 1,
  usage: 64,
  badInput: 65,
  noInput: 66,
  unavailable: 69,
  internal: 70,
  badConfiguration: 78,
} as const;
