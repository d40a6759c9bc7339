import type { AnyOperation } from './operation.ts';

/** Operations that are run again when their process died; each is declared `resumable`, and a test compares. */
export const RESUMABLE_OPERATIONS: readonly AnyOperation[] = [];
