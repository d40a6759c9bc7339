import { refNameFault } from '#lib/domain/ref-name.ts';

/** Why no new branch can have this name, while it is typed; nothing when it can, or nothing is typed yet. */
export function newNameError(name: string, taken: readonly string[]): string | undefined {
	if (!name) return undefined;
	if (taken.includes(name)) return `There is a branch “${name}” already. Choose another name.`;
	const folder = taken.find((one) => one.startsWith(`${name}/`) || name.startsWith(`${one}/`));
	if (folder) return `There is a branch “${folder}”, so there can be no “${name}”. Choose another name.`;
	const fault = refNameFault(name);
	return fault === null ? undefined : `“${name}” ${fault}.`;
}
