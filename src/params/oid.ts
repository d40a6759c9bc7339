import type { ParamMatcher } from '@sveltejs/kit';
import { Oid } from '#lib/domain/ids.ts';

export const match: ParamMatcher = (param) => Oid.safeParse(param).success;
