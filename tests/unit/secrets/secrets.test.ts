import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseKeys, readKeyFile } from '#lib/server/secrets/keys.ts';
import { createSecrets } from '#lib/server/secrets/secrets.ts';

const keyText = (fill: number) => Buffer.alloc(32, fill).toString('base64');
const secretsOf = (...fills: number[]) => createSecrets(parseKeys(fills.map(keyText).join(','), 'a test'));

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'dashbranch-key-'))));
afterEach(() => rmSync(dir, { recursive: true }));

test('SECRET-1 what was sealed opens again, two seals differ', () => {
	const secrets = secretsOf(1);
	const [one, two] = [secrets.seal('a/b', 'pässword'), secrets.seal('a/b', 'pässword')];
	expect(one).not.toBe(two);
	expect(one).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+\.[\w-]+$/);
	expect([secrets.open('a/b', one), secrets.open('a/b', two)]).toEqual(['pässword', 'pässword']);
	expect(secrets.open('a/b', secrets.seal('a/b', ''))).toBe('');
});

test('SECRET-1 a changed byte does not open', () => {
	const secrets = secretsOf(1);
	const parts = secrets.seal('a', 'x'.repeat(20)).split('.');
	for (const at of [2, 3]) {
		const bytes = Buffer.from(parts[at]!, 'base64url');
		bytes[3]! ^= 1;
		const changed = parts.with?.(at, bytes.toString('base64url')) ?? parts;
		expect(() => secrets.open('a', changed.join('.'))).toThrow(/was changed/);
	}
	expect(() => secrets.open('a', `${parts[0]}.${parts[1]}`)).toThrow(/was changed/);
});

test('SECRET-2 a secret opens only in its place', () => {
	const secrets = secretsOf(1);
	expect(() => secrets.open('environment/prod', secrets.seal('environment/dev', 'x'))).toThrow(/another place/);
});

test('SECRET-3 the first key seals, all open', () => {
	const old = secretsOf(1).seal('a', 'x');
	const both = secretsOf(2, 1);
	expect(both.open('a', old)).toBe('x');
	expect(both.isCurrent(old)).toBe(false);
	const again = both.seal('a', 'x');
	expect(both.isCurrent(again)).toBe(true);
	expect(secretsOf(2).open('a', again)).toBe('x');
});

test('SECRET-3 a missing key is named by its id', () => {
	const old = secretsOf(1).seal('environment/dev', 'x');
	const id = old.split('.')[1]!;
	expect(() => secretsOf(2).open('environment/dev', old)).toThrow(
		expect.objectContaining({ code: 'storage_failed', hint: expect.stringContaining(id) })
	);
});

test('SECRET-4 the key file is made with mode 600 and stays the same', () => {
	const file = join(dir, 'key');
	const [made] = readKeyFile(file);
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(readKeyFile(file)[0]?.id).toBe(made?.id);
	expect(readFileSync(file, 'utf8').trim()).toHaveLength(44);
});

test.each([0o640, 0o604, 0o660])('SECRET-4 a key file of mode %o is refused', (mode) => {
	const file = join(dir, 'key');
	writeFileSync(file, keyText(1));
	chmodSync(file, mode);
	expect(() => readKeyFile(file)).toThrow(
		expect.objectContaining({ hint: expect.stringContaining(`chmod 600 ${file}`) })
	);
});

test('SECRET-5 what is no key is refused by its number, without its text', () => {
	const act = () => parseKeys(`${keyText(1)}\nplanted-secret`, 'the key file');
	expect(act).toThrow(/^Key 2 in the key file is not 32 bytes/);
	expect(act).not.toThrow(/planted/);
	expect(() => parseKeys('\n', 'the key file')).toThrow(/no key/);
});
