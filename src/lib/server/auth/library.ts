import { betterAuth } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';
import type { AuthParts } from './parts.ts';

/** The header in which the client's address reaches the library; it is set by us and never taken from a request. */
export const CLIENT_ADDRESS = 'x-dashbranch-client-address';

/** A session in use is written again at most so often. */
const REFRESH_SHARE = 1 / 12;

/**
 * The sign-in library on our tables. Its routes are not served: it is called by the functions of this folder only,
 * so no path of it can be reached that we do not know of.
 */
export function createLibrary({ db, settings, secret, log }: AuthParts) {
	const idleSeconds = Math.max(1, Math.round(settings.sessionIdleMs / 1000));
	const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' };
	return betterAuth({
		appName: 'Dashbranch',
		baseURL: settings.origin,
		basePath: '/unserved',
		secret,
		database: { db, type: 'sqlite' },
		telemetry: { enabled: false },
		emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 256 },
		user: {
			modelName: 'person',
			fields: { emailVerified: 'email_verified', ...stamps },
			additionalFields: { role: { type: 'string', required: true, input: false } }
		},
		session: {
			modelName: 'session',
			fields: {
				userId: 'person_id',
				expiresAt: 'expires_at',
				ipAddress: 'ip_address',
				userAgent: 'user_agent',
				...stamps
			},
			expiresIn: idleSeconds,
			updateAge: Math.floor(idleSeconds * REFRESH_SHARE)
		},
		account: {
			modelName: 'sign_in_account',
			accountLinking: { enabled: false },
			fields: {
				accountId: 'account_id',
				providerId: 'provider_id',
				userId: 'person_id',
				accessToken: 'access_token',
				refreshToken: 'refresh_token',
				idToken: 'id_token',
				accessTokenExpiresAt: 'access_token_expires_at',
				refreshTokenExpiresAt: 'refresh_token_expires_at',
				...stamps
			}
		},
		verification: { fields: { expiresAt: 'expires_at', ...stamps } },
		advanced: {
			cookiePrefix: 'dashbranch',
			useSecureCookies: settings.origin.startsWith('https:'),
			ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS] },
			database: { generateId: 'uuid' }
		},
		// Attempts are counted by us: the library counts only what comes in by its own routes.
		rateLimit: { enabled: false },
		logger: {
			level: 'error',
			log: (level, message, ...rest) => {
				if (level === 'error') log.error({ detail: rest.map(String) }, `sign-in library: ${message}`);
			}
		},
		plugins: [beginSession]
	});
}

/** A session without a password, for who has shown in another way that they may: the demo and the first run. */
const beginSession = {
	id: 'begin-session',
	endpoints: {
		beginSession: createAuthEndpoint(
			'/begin-session',
			{ method: 'POST', body: z.object({ personId: z.string() }), metadata: { SERVER_ONLY: true } },
			async (ctx) => {
				const user = await ctx.context.internalAdapter.findUserById(ctx.body.personId);
				if (!user) return null;
				const session = await ctx.context.internalAdapter.createSession(user.id);
				await setSessionCookie(ctx, { session, user });
				return { id: user.id };
			}
		)
	}
};

export type Library = ReturnType<typeof createLibrary>;
