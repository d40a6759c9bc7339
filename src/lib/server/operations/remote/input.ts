import { z } from 'zod';
import { DashboardId } from '#lib/domain/ids.ts';

const Url = z.string().trim().min(1, 'must not be empty').max(2048, 'must have at most 2048 characters');

/** How to reach a git server, as a form or a program says it. */
export const RemoteInput = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('token'),
		dashboardId: DashboardId,
		url: Url,
		/** Where the server asks for none, any word will do. */
		username: z
			.string()
			.trim()
			.max(256, 'must have at most 256 characters')
			.default('')
			.transform((name) => name || 'git'),
		/** Empty: the one that is kept. */
		token: z.string().trim().max(16_384, 'must have at most 16384 characters').default(''),
		/** PEM; empty: those of the machine. */
		certificates: z.string().trim().max(200_000, 'must have at most 200000 characters').default('')
	}),
	z.object({
		kind: z.literal('ssh'),
		dashboardId: DashboardId,
		url: Url,
		/** Fingerprint of the host key that somebody said yes to. */
		hostKey: z.string().trim().max(100).default('')
	})
]);
export type RemoteInput = z.infer<typeof RemoteInput>;
