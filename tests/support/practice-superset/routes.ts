import { dashboardRoutes } from './routes/dashboard.ts';
import { importRoutes } from './routes/import.ts';
import { pageRoutes } from './routes/pages.ts';
import { readRoutes } from './routes/read.ts';
import type { Route } from './routes/route.ts';
import { writeRoutes } from './routes/write.ts';
import { publicRoutes, securityRoutes } from './routes/security.ts';

/** All routes; the first that fits answers. */
export const routes: readonly Route[] = [
	...publicRoutes,
	...pageRoutes,
	...securityRoutes,
	...importRoutes,
	...dashboardRoutes,
	...readRoutes,
	...writeRoutes
];
