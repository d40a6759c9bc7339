import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hostKeyIn } from '#lib/server/git/host-key.ts';
import { fingerprintOf, makeSshKey } from '#lib/server/git/ssh-key.ts';

/** The strings of RFC 4251 that a text of bytes is made of, after `skip` bytes. */
function stringsIn(bytes: Buffer, skip: number, count: number): Buffer[] {
	const found: Buffer[] = [];
	for (let at = skip; found.length < count;) {
		const length = bytes.readUInt32BE(at);
		found.push(bytes.subarray(at + 4, at + 4 + length));
		at += 4 + length;
	}
	return found;
}

test('REMOTE-8 a key pair is ed25519 in OpenSSH’s own form, and its halves belong together', () => {
	const { privateKey, publicKey } = makeSshKey('dashbranch-sales');
	expect(makeSshKey('x').privateKey).not.toBe(privateKey);
	const [type, base64 = '', comment] = publicKey.split(' ');
	expect([type, comment]).toEqual(['ssh-ed25519', 'dashbranch-sales']);
	const point = stringsIn(Buffer.from(base64, 'base64'), 0, 2)[1]!;

	const lines = privateKey.trim().split('\n');
	expect([lines[0], lines.at(-1)]).toEqual([
		'-----BEGIN OPENSSH PRIVATE KEY-----',
		'-----END OPENSSH PRIVATE KEY-----'
	]);
	const whole = Buffer.from(lines.slice(1, -1).join(''), 'base64');
	expect(stringsIn(whole, 15, 2).map(String)).toEqual(['none', 'none']);
	const [outer, secret] = stringsIn(whole, 15 + 8 + 8 + 4 + 4, 2);
	expect(outer!.equals(Buffer.from(base64, 'base64'))).toBe(true);
	expect(secret!.length % 8).toBe(0);
	expect(secret!.readUInt32BE(0)).toBe(secret!.readUInt32BE(4));
	const [, , both] = stringsIn(secret!, 8, 3);
	expect(both!.subarray(32).equals(point)).toBe(true);

	const d = both!.subarray(0, 32).toString('base64url');
	const x = point.toString('base64url');
	const signed = sign(
		null,
		Buffer.from('text'),
		createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', d, x }, format: 'jwk' })
	);
	const ours = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
	expect(verify(null, Buffer.from('text'), ours, signed)).toBe(true);
});

test.skipIf(spawnSync('ssh-keygen', ['-?']).error !== undefined)(
	'REMOTE-8 ssh itself reads the key and gives it the same fingerprint',
	() => {
		const dir = mkdtempSync(join(tmpdir(), 'dashbranch-'));
		const { privateKey, publicKey } = makeSshKey('dashbranch-sales');
		const file = join(dir, 'key');
		writeFileSync(file, privateKey, { mode: 0o600 });
		const keygen = (...args: string[]) =>
			execFileSync('ssh-keygen', [...args, '-f', file], { encoding: 'utf8' }).trim();
		expect(keygen('-y')).toBe(publicKey);
		expect(keygen('-l')).toContain(fingerprintOf(publicKey.split(' ')[1]!));
		rmSync(dir, { recursive: true });
	}
);

test('REMOTE-9 the key in a line of known hosts has its fingerprint', () => {
	const { publicKey } = makeSshKey('host');
	const [type, base64] = publicKey.split(' ');
	expect(hostKeyIn(`[git.example]:2222 ${type} ${base64}\n`)).toEqual({ type, fingerprint: fingerprintOf(base64!) });
	expect(hostKeyIn('')).toBeUndefined();
});
