import { AppError, NotAllowed, NotFound, StorageFailed } from '#lib/domain/errors.ts';

/** What the system said of a path, in words. A failure that already has words stays as it is. */
export function diskError(cause: unknown, path: string): unknown {
	if (cause instanceof AppError) return cause;
	const { code } = cause as NodeJS.ErrnoException;
	switch (code) {
		case undefined:
			return cause;
		case 'ENOENT':
			return new NotFound('file or folder', path, { hint: 'Look whether the path is right.', cause });
		case 'EACCES':
		case 'EPERM':
		case 'EROFS':
			return new NotAllowed(`“${path}” may not be read or written by you (${code}).`, {
				hint: 'Change its permissions, or choose another place.',
				cause
			});
		case 'ENOSPC':
		case 'EDQUOT':
			return new StorageFailed(`The disk of “${path}” is full; nothing was changed there.`, {
				hint: 'Make room, then try again.',
				cause
			});
		default:
			return new StorageFailed(`“${path}” cannot be used (${code}).`, { hint: 'Choose another place.', cause });
	}
}
