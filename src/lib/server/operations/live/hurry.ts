import { topicsNamedIn } from '#lib/domain/live.ts';
import type { Permission } from '#lib/domain/permission.ts';
import type { App } from '../../app.ts';

/** After work that may have changed something: let those who look at it see it now and not at the next look. */
export function hurryReaders(
	{ live }: Pick<App, 'live'>,
	operation: { readonly permission: Permission },
	done: { readonly by: string; readonly input: unknown }
): void {
	if (operation.permission.endsWith(':read')) return;
	live.hurry(topicsNamedIn(done.input), done.by);
}
