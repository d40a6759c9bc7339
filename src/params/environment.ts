import type { ParamMatcher } from '@sveltejs/kit';

/** As `EnvironmentName` of the domain, written out: what stands here goes to the browser, and zod would come along. */
export const match: ParamMatcher = (param) => /^[a-z][a-z0-9-]{0,30}$/.test(param);
