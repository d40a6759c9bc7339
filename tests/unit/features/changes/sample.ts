import type { SharedAsset, SharedUse } from '#lib/domain/shared.ts';

/** A chart that another dashboard uses, under a path of its own there. */
export const asset = (name: string, form: SharedAsset['form'] = 'same'): SharedAsset => {
	const at = { path: `charts/${name}-there.yaml`, here: `charts/${name}.yaml` };
	return { kind: 'chart', uuid: null, name, form, ...at };
};

/** Another dashboard; ids differ by the length of the title. */
export const use = (title: string, assets: readonly SharedAsset[], more: object = {}): SharedUse =>
	({
		...{ dashboardId: `3f0a6c1e-7d7b-4a55-9a5e-00000000000${title.length}`, title, environment: 'dev', branch: 'main' },
		...{ isDefault: true, head: 'a'.repeat(40), live: 'b'.repeat(40), capturedAt: null, assets, ...more }
	}) as SharedUse;
