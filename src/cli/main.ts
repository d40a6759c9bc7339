#!/usr/bin/env node
import { runCommandLine } from './program.ts';
import { processTerminal } from './terminal.ts';

// Not `process.exit`: what was written into a pipe has to arrive.
process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal());
