import { BundleRejected } from '#lib/domain/errors.ts';

const HINT = 'Export the dashboard again in Superset and give the ZIP as it comes.';

/** @throws BundleRejected for the ZIP as a whole */
export function refuseZip(problem: string): never {
	throw new BundleRejected(`This is not a ZIP that can be read: ${problem}.`, { hint: HINT });
}

/** @throws BundleRejected that names the entry */
export function refuseEntry(name: string, problem: string): never {
	const shown = shownName(name);
	throw new BundleRejected(`The file “${shown}” in the ZIP is refused: ${problem}.`, {
		hint: HINT,
		findings: [{ path: shown, message: problem }]
	});
}

/** A name from outside, fit to be shown: nothing invisible, not too long. */
function shownName(name: string): string {
	const visible = name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
	return visible.length > 120 ? `${visible.slice(0, 120)}…` : visible;
}
