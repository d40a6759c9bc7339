import type { ParamMatcher } from '@sveltejs/kit';

/** As `Oid` of the domain, written out: what stands here goes to the browser, and zod would come along. */
export const match: ParamMatcher = (param) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(param);
