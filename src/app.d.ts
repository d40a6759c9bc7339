import type { App as Application } from '#lib/server/app.ts';
import type { Actor } from '#lib/server/operations/operation.ts';
import type { PresentedError } from '#lib/server/web/errors.ts';

declare global {
	namespace App {
		// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- SvelteKit asks for an interface
		interface Error extends PresentedError {}
		interface Locals {
			app: Application;
			/** Who is signed in; `null` on public pages. */
			actor: Actor | null;
		}
	}
}
export {};
