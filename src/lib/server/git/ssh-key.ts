import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';

export interface SshKeyPair {
	/** In OpenSSH's own form, without a passphrase. */
	readonly privateKey: string;
	/** One line: `ssh-ed25519 AAAA… <comment>`. */
	readonly publicKey: string;
}

const TYPE = 'ssh-ed25519';
const MAGIC = Buffer.from('openssh-key-v1\0', 'latin1');
/** Of the cipher `none`. */
const BLOCK = 8;

/**
 * A new key pair. Node writes PKCS #8 only, which ssh takes for this kind of key not before OpenSSH 9.6.
 *
 * @see https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
 */
export function makeSshKey(comment: string): SshKeyPair {
	const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
	const [seed, point] = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')];
	const publicBlob = Buffer.concat([text(TYPE), text(point)]);
	const check = randomBytes(4);
	const secret = [check, check, publicBlob, text(Buffer.concat([seed, point])), text(comment)];
	const length = secret.reduce((sum, part) => sum + part.length, 0);
	const padding = Buffer.from(Array.from({ length: (BLOCK - (length % BLOCK)) % BLOCK }, (_, i) => i + 1));
	const one = Buffer.from([0, 0, 0, 1]);
	const whole = Buffer.concat([
		...[MAGIC, text('none'), text('none'), text(''), one, text(publicBlob)],
		text(Buffer.concat([...secret, padding]))
	]);
	const lines = whole.toString('base64').match(/.{1,70}/g) ?? [];
	return {
		privateKey: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`,
		publicKey: `${TYPE} ${publicBlob.toString('base64')} ${comment}`
	};
}

/** `SHA256:…` of the base64 in a line of a public key, as `ssh-keygen -l` writes it. */
export const fingerprintOf = (base64: string): string =>
	`SHA256:${createHash('sha256').update(Buffer.from(base64, 'base64')).digest('base64').replace(/=+$/, '')}`;

/** A string of RFC 4251: its length, then its bytes. */
function text(content: string | Buffer): Buffer {
	const bytes = Buffer.from(content as string);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(bytes.length);
	return Buffer.concat([length, bytes]);
}
