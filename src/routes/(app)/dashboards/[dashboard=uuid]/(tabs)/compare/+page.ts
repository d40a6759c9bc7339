import { panelsOf } from '#lib/features/diff/panels.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data }) => ({ ...data, panels: await panelsOf(data.diff.view) });
