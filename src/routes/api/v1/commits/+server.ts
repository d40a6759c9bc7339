import { createCommitEverywhere } from '#lib/server/operations/commit/create-everywhere.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const POST = apiRoute(createCommitEverywhere);
