import { BranchName } from '#lib/domain/refs.ts';

/** Why no new branch can have this name, while it is typed; nothing when it can, or nothing is typed yet. */
export function newNameError(name: string, taken: readonly string[]): string | undefined {
	if (!name) return undefined;
	if (taken.includes(name)) return `There is a branch “${name}” already. Choose another name.`;
	const folder = taken.find((one) => one.startsWith(`${name}/`) || name.startsWith(`${one}/`));
	if (folder) return `There is a branch “${folder}”, so there can be no “${name}”. Choose another name.`;
	const issue = BranchName.safeParse(name).error?.issues[0]?.message;
	return issue && `“${name}” ${issue}.`;
}
