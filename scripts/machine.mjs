import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, with a `/` or `\` at no end. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** What this machine cannot give, in words for the person at it; shown without a stack. */
export class Missing extends Error {
	expected = true;
}

/** @throws {Missing} when git is absent or older than 2.38 (the first with `merge-tree --write-tree`). */
export function requireGit() {
	const { stdout = '' } = spawnSync('git', ['--version'], { encoding: 'utf8' });
	const [, major, minor] = /(\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
	if (major === undefined)
		throw new Missing('Dashbranch needs git 2.38 or newer; there is no git here. Install it first.');
	if (Number(major) < 2 || (Number(major) === 2 && Number(minor) < 38)) {
		throw new Missing(`Dashbranch needs git 2.38 or newer; this is ${stdout.trim()}.`);
	}
}

/** Where a program of that name stands on the PATH, or undefined. */
export function findProgram(name) {
	return (process.env.PATH ?? '')
		.split(delimiter)
		.map((folder) => join(folder, name))
		.find((path) => existsSync(path));
}

/** Whether Debian's packages can be installed here (Ubuntu's `chromium` is only a pointer to a snap). */
export function isDebianRoot() {
	if (process.getuid?.() !== 0 || findProgram('apt-get') === undefined) return false;
	return /^ID=debian$/m.test(existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '');
}

/** The first port from `from` on that nothing on 127.0.0.1 uses; 0 gives any free one. */
export async function findFreePort(from) {
	for (let port = from; ; port++) {
		const found = await new Promise((resolve, reject) => {
			const probe = createServer();
			probe.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
			probe.listen(port, '127.0.0.1', () => {
				const { port: taken } = probe.address();
				probe.close(() => resolve(taken));
			});
		});
		if (found !== undefined) return found;
	}
}
