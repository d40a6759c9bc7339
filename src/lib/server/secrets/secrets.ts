import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { StorageFailed } from '#lib/domain/errors.ts';
import type { SealingKey } from './keys.ts';

/**
 * Seals what must not be read from a stolen database: AES-256-GCM, `v1.<key id>.<nonce>.<ciphertext and tag>`, the last
 * two in base64url. See specs/domain/secrets.md.
 */
export interface Secrets {
	/** `place` binds the secret to where it stands, e.g. `environment/prod`: copied elsewhere it does not open. */
	seal(place: string, plain: string): string;
	/** @throws {StorageFailed} when it was sealed for another place, by a key that is not here, or was changed. */
	open(place: string, sealed: string): string;
	/** Whether the first key sealed it; when not, seal it again to finish a change of keys. */
	isCurrent(sealed: string): boolean;
	/** A key of its own for one purpose, e.g. to sign cookies; 32 bytes in hex. Follows the first key. */
	derive(purpose: string): string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** @param keys the first seals, all open */
export function createSecrets(keys: readonly SealingKey[]): Secrets {
	const [first] = keys;
	if (!first) throw new StorageFailed('There is no key to seal secrets with.');

	return {
		seal(place, plain) {
			const nonce = randomBytes(NONCE_BYTES);
			const cipher = createCipheriv('aes-256-gcm', first.bytes, nonce);
			cipher.setAAD(Buffer.from(place));
			const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
			return `v1.${first.id}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
		},

		open(place, sealed) {
			const [version, keyId, nonce = '', body = ''] = sealed.split('.');
			const key = keys.find(({ id }) => id === keyId);
			if (version !== 'v1' || !key) {
				throw new StorageFailed(`The secret of ${place} was sealed with a key that is not here.`, {
					hint: `Add the key with id ${keyId ?? '?'} to DASHBRANCH_KEY or the key file, or enter the secret again.`
				});
			}
			try {
				const bytes = Buffer.from(body, 'base64url');
				const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(nonce, 'base64url'), {
					authTagLength: TAG_BYTES
				});
				decipher.setAAD(Buffer.from(place));
				decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
				return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
			} catch (cause) {
				throw new StorageFailed(`The secret of ${place} was changed or belongs to another place.`, {
					hint: 'Enter it again.',
					cause
				});
			}
		},

		isCurrent: (sealed) => sealed.split('.')[1] === first.id,

		derive: (purpose) => Buffer.from(hkdfSync('sha256', first.bytes, '', `dashbranch ${purpose}`, 32)).toString('hex')
	};
}
