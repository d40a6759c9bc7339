import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { emptyTables, type Tables } from './state.ts';

/** The tables of a state file, or `undefined` when there is none yet. */
export function readTables(path: string): Tables | undefined {
	if (!existsSync(path)) return undefined;
	return { ...emptyTables(), ...(JSON.parse(readFileSync(path, 'utf8')) as Tables) };
}

/** Writes beside the file and moves it into place, so that a crash leaves the old one or the new one. */
export function writeTables(path: string, tables: Tables): void {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(`${path}.new`, JSON.stringify(tables));
	renameSync(`${path}.new`, path);
}
