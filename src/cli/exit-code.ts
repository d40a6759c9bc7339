/** What a command says to the shell; the table of specs/interfaces/cli.md, which a test compares with this. */
export const EXIT = { done: 0, different: 1, usage: 2, minor: 3, failed: 4, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
