import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { StorageFailed } from '#lib/domain/errors.ts';

/** A key that seals. `id` is safe to show: it is a hash of the key. */
export interface SealingKey {
	readonly id: string;
	readonly bytes: Buffer;
}

const KEY_BYTES = 32;

/**
 * Keys out of text: 32 bytes in base64 each, with commas or line ends between. The first seals, all open.
 *
 * @throws {StorageFailed} when there is none, or one is no key. The text is never repeated.
 */
export function parseKeys(text: string, source: string): readonly SealingKey[] {
	const keys = text
		.split(/[,\s]+/)
		.filter((part) => part !== '')
		.map((part, at) => {
			const bytes = Buffer.from(part, 'base64');
			if (bytes.length !== KEY_BYTES || bytes.toString('base64') !== part) {
				throw new StorageFailed(`Key ${at + 1} in ${source} is not 32 bytes in base64.`, {
					hint: 'Put back the key that was there; without it, what it sealed cannot be opened.'
				});
			}
			return { id: createHash('sha256').update('dashbranch key id').update(bytes).digest('hex').slice(0, 8), bytes };
		});
	if (keys.length === 0) {
		throw new StorageFailed(`There is no key in ${source}.`, { hint: 'Make one with `openssl rand -base64 32`.' });
	}
	return keys;
}

/**
 * Keys out of a file, one a line; made with mode 600 when it is missing.
 *
 * @throws {StorageFailed} when others than the owner may read it, or it cannot be read or made.
 */
export function readKeyFile(file: string): readonly SealingKey[] {
	try {
		// `wx`: two processes that start at once end up with one key.
		writeFileSync(file, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
		chmodSync(file, 0o600);
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') {
			throw new StorageFailed(`The key file ${file} cannot be made: ${(cause as Error).message}.`, {
				hint: 'Check that the folder is there and that this process may write to it.',
				cause
			});
		}
	}
	const mode = statSync(file).mode & 0o777;
	if ((mode & 0o077) !== 0) {
		throw new StorageFailed(`Others may read the key file ${file} (mode ${mode.toString(8)}).`, {
			hint: `Run \`chmod 600 ${file}\`, and change the key if somebody else may have read it.`
		});
	}
	return parseKeys(readFileSync(file, 'utf8'), file);
}
