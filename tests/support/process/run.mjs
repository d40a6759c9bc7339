/**
 * `node tests/support/process/run.mjs MODULE ARG…`: run a TypeScript module of the tests in a process of its own, as one
 * that can be killed. Its default export gets the arguments.
 */
import { runnerImport } from 'vite';

const [path, ...args] = process.argv.slice(2);
const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' });
await module.default(...args);
