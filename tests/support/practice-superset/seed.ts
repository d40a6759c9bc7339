import { readUpload } from './import/bundle-file.ts';
import { runImport, type ImportKind } from './import/commands.ts';
import { ACCOUNTS, type Account } from './people.ts';
import type { State } from './state.ts';

const KINDS: { readonly [type: string]: ImportKind } = {
	Dashboard: 'dashboard',
	Slice: 'chart',
	SqlaTable: 'dataset',
	Database: 'database',
	assets: 'assets'
};

/** Imports bundles as the admin, by the importer of their own kind, so that ids are given and references renewed. */
export async function seedFrom(zips: readonly Uint8Array[], state: State): Promise<void> {
	for (const zip of zips) {
		const contents = (await readUpload(zip)) ?? new Map<string, string>();
		const type = /^type: (\w+)/m.exec(contents.get('metadata.yaml') ?? '')?.[1] ?? 'Dashboard';
		const upload = { contents, overwrite: true, passwords: {}, sparse: false };
		runImport(KINDS[type] ?? 'dashboard', upload, { state, who: ACCOUNTS[0] as Account });
	}
}
