import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { NotAllowed } from '#lib/domain/errors.ts';
import type { FirstRun } from './auth.ts';
import type { Library } from './library.ts';
import type { AuthParts } from './parts.ts';
import { checkPassword, hasAdmin, insertPerson } from './persons.ts';
import { beginSession } from './sessions.ts';
import { countAttempt, forgetAttempts } from './throttle.ts';

/** Without what looks alike: 0 O, 1 I L. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

const makeCode = (): string =>
	Array.from({ length: 3 }, () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')).join(
		'-'
	);

/** As it is compared: people leave out the dashes and write small letters. */
const digestOf = (code: string): Buffer =>
	createHash('sha256')
		.update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
		.digest();

export function createFirstRun(parts: AuthParts, library: Library): FirstRun {
	const { db, settings, log, now } = parts;
	const code = settings.firstRunCode ?? makeCode();
	let isKnownDone = false;
	let isAnnounced = false;

	async function isPending(): Promise<boolean> {
		// An admin never goes away again, so it is asked of the database only until there is one.
		isKnownDone ||= await hasAdmin(db);
		return !isKnownDone;
	}

	return {
		isPending,

		async announce() {
			if (isAnnounced || !(await isPending())) return;
			isAnnounced = true;
			log.info(`There is no admin yet: open ${settings.origin}/first-run and enter the code ${code}`);
			if (process.stderr.isTTY) process.stderr.write(`\n  Open ${settings.origin}/first-run, code ${code}\n\n`);
		},

		async complete(input, caller) {
			await countAttempt(db, `code:${caller.address}`, now());
			if (!(await isPending())) {
				throw new NotAllowed('There is an admin already.', { hint: 'Sign in, or ask the admin for an account.' });
			}
			if (!timingSafeEqual(digestOf(input.code), digestOf(code))) {
				throw new NotAllowed('This is not the code that the server printed.', {
					hint: 'Look for the last code in the output or log of the server; each start makes a new one.'
				});
			}
			checkPassword(input.password, input);
			const passwordHash = await (await library.$context).password.hash(input.password);
			const person = await db.transaction().execute(async (trx) => {
				// Again, inside: of two who complete it at once only one becomes the admin.
				if (await hasAdmin(trx)) throw new NotAllowed('There is an admin already.', { hint: 'Sign in.' });
				return insertPerson(trx, { ...input, role: 'admin', passwordHash }, now());
			});
			await forgetAttempts(db, [`code:${caller.address}`]);
			log.warn({ person: person.email }, 'the first admin was made');
			return beginSession(db, library, { person, caller });
		}
	};
}
