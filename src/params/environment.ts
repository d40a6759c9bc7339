import type { ParamMatcher } from '@sveltejs/kit';
import { EnvironmentName } from '#lib/domain/ids.ts';

export const match: ParamMatcher = (param) => EnvironmentName.safeParse(param).success;
