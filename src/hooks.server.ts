import { building, dev } from '$app/environment';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { createApp, type App } from '#lib/server/app.ts';
import { parseConfig } from '#lib/server/config.ts';
import { turnAway } from '#lib/server/web/gate.ts';
import { explainFailure, presentUncaught } from '#lib/server/web/handle-error.ts';
import { withSecurityHeaders } from '#lib/server/web/headers.ts';

let app: App;

export const init: ServerInit = async () => {
	if (building) return;
	try {
		app = await createApp(parseConfig(process.env, { needsOrigin: !dev }));
		await app.auth.firstRun.announce();
	} catch (cause) {
		// A server that cannot work says why in words, not by a stack, and ends.
		console.error(explainFailure(cause));
		process.exit(1);
	}
	process.once('sveltekit:shutdown', () => void app.close());
	if (!dev && !process.env['BODY_SIZE_LIMIT']) {
		app.log.warn('BODY_SIZE_LIMIT is not set: the web server takes 512 KB at most, too little for most ZIPs');
	}
	// The web server waits for open answers before it says so, and a followed log is one that does not end.
	const dismissReaders = () => {
		app.jobs.dismissReaders();
		app.live.dismissReaders();
	};
	if (!dev) for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, dismissReaders);
};

export const handle: Handle = async ({ event, resolve }) => {
	event.locals.app = app;
	event.locals.actor = null;
	// In development the address is Vite's, which settings do not know.
	const origin = dev ? event.url.origin : app.config.origin;
	const response = (await turnAway(event, origin)) ?? (await resolve(event));
	return withSecurityHeaders(response, { isHttps: origin.startsWith('https:') });
};

export const handleError: HandleServerError = ({ error, event, status }) =>
	presentUncaught(app, { error, event, status });
