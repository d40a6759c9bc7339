import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Missing, ROOT } from '../machine.mjs';
import { runLogged } from './logged.mjs';

/** Where real Supersets for tests are kept between runs. */
export const HOME = process.env.DASHBRANCH_SUPERSETS ?? join(homedir(), '.cache', 'dashbranch-supersets');

/** Requirements of each version, settings and seeds. */
export const SUPPORT = join(ROOT, 'tests', 'support', 'superset');

export const VERSIONS = readdirSync(SUPPORT).flatMap((name) => /^requirements-(.+)\.txt$/.exec(name)?.[1] ?? []);

/**
 * A virtual environment with that version of Superset: its folder. Made anew when the list of requirements changed.
 *
 * @throws {Missing} when there is no Python 3.11, or pip fails
 */
export async function ensureVenv(version) {
	if (!VERSIONS.includes(version)) {
		throw new Missing(`No requirements for Superset ${version}; there are some for ${VERSIONS.join(', ')}.`);
	}
	const requirements = join(SUPPORT, `requirements-${version}.txt`);
	const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
	const venv = join(HOME, `venv-${version}`);
	const stamp = join(venv, '.requirements');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return venv;

	const python = findPython();
	console.log(`Installing Superset ${version} with ${python} (a minute or two, once) …`);
	mkdirSync(HOME, { recursive: true });
	const log = join(HOME, `install-${version}.log`);
	closeSync(openSync(log, 'w'));
	const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '-r', requirements];
	await runLogged(python, ['-m', 'venv', '--clear', venv], { log });
	await runLogged(join(venv, 'bin', 'python'), pip, { log });
	writeFileSync(stamp, wanted);
	return venv;
}

/** The pinned requirements were tried with Python 3.11 and do not all install with another. */
function findPython() {
	const candidates = [process.env.PYTHON, 'python3.11', '/usr/bin/python3.11', 'python3', 'python'].filter(Boolean);
	const check = 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))';
	const found = candidates.find((python) => spawnSync(python, ['-c', check]).status === 0);
	if (found !== undefined) return found;
	throw new Missing(
		`Real Supersets need Python 3.11 with venv; tried ${candidates.join(', ')}. Install it ` +
			'(Debian: apt-get install python3.11-venv; pyenv: pyenv install 3.11) or name it in PYTHON.'
	);
}
