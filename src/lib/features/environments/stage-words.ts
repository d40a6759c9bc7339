import type { Stage } from '#lib/domain/environment.ts';

/** What a stage is for, in plain words, and what an environment of it is called unless somebody says otherwise. */
export const STAGE_WORDS: Record<Stage, { readonly title: string; readonly hint: string }> = {
	dev: { title: 'Development', hint: 'where dashboards are edited' },
	staging: { title: 'Staging', hint: 'where they are looked at before' },
	prod: { title: 'Production', hint: 'what people rely on' }
};

/** A name that is free: `dev`, `dev-2` … */
export function freeName(stage: Stage, taken: readonly string[]): string {
	let name: string = stage;
	for (let count = 2; taken.includes(name); count += 1) name = `${stage}-${count}`;
	return name;
}
