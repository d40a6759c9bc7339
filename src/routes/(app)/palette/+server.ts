import { searchPalette } from '#lib/server/operations/palette/search.ts';
import { apiRoute } from '#lib/server/web/api.ts';

/** `?q=` and, inside a dashboard, `?dashboard=`. */
export const GET = apiRoute(searchPalette);
