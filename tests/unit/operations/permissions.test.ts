import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { PERMISSIONS, PERMISSIONS_OF_ROLE, ROLES, type Permission } from '#lib/domain/permission.ts';
import { admit, type AnyOperation } from '#lib/server/operations/operation.ts';
import { RESUMABLE_OPERATIONS } from '#lib/server/operations/resumable.ts';
import { actorOf } from '#tests/support/app.ts';

const FOLDER = 'src/lib/server/operations';

const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
	.map((path) => join(FOLDER, path))
	.filter((path) => path.endsWith('.ts') && /\bdefineOperation\(\{/.test(readFileSync(path, 'utf8')))
	.sort();

const isOperation = (value: unknown): value is AnyOperation =>
	typeof value === 'object' && value !== null && 'permission' in value && 'run' in value && 'name' in value;

async function operationsIn(file: string): Promise<AnyOperation[]> {
	const module: Record<string, unknown> = await import(pathToFileURL(file).href);
	return Object.values(module).filter(isOperation);
}

test('PERM-1 the table of the spec and the code agree', () => {
	const rows = readFileSync('specs/domain/permissions.md', 'utf8').matchAll(
		/^\| `([a-z]+:[a-z]+)` \| (✓?) ?\| (✓?) ?\| (✓?) ?\|/gm
	);
	const inSpec = [...rows].map(([, permission, ...marks]) => [
		permission,
		ROLES.filter((_role, at) => marks[at] === '✓')
	]);
	const inCode = PERMISSIONS.map((permission) => [
		permission,
		ROLES.filter((role) => PERMISSIONS_OF_ROLE[role].has(permission))
	]);
	expect(inSpec).toEqual(inCode);
});

test('PERM-3 the operations are where this test looks for them', () => {
	expect(files.length).toBeGreaterThan(15);
});

for (const file of files) {
	test(`PERM-3 ${file} exports one operation, named for its place`, async () => {
		const place = relative(FOLDER, file).replace(/\.ts$/, '').split('/').join('.');
		expect((await operationsIn(file)).map(({ name }) => name)).toEqual([place]);
	});

	test(`PERM-2 ${file} is denied to every role without its permission`, async () => {
		for (const operation of await operationsIn(file)) {
			expect(PERMISSIONS).toContain(operation.permission);
			for (const role of ROLES) {
				// Nonsense as input: who may not do it is not even told that.
				const nonsense = () => admit(operation, actorOf(role), Symbol('nonsense'));
				const may = PERMISSIONS_OF_ROLE[role].has(operation.permission as Permission);
				expect(nonsense).toThrow(expect.objectContaining({ code: may ? 'invalid_input' : 'not_allowed' }));
			}
		}
	});
}

test('PERM-4 what is declared resumable is what is run again', async () => {
	const all = (await Promise.all(files.map(operationsIn))).flat();
	const declared = all.filter(({ resumable }) => resumable === true).map(({ name }) => name);
	expect(RESUMABLE_OPERATIONS.map(({ name }) => name).sort()).toEqual(declared.sort());
});
