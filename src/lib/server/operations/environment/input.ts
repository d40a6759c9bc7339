import { z } from 'zod';
import { EnvironmentCredentials, Mapping, Stage } from '#lib/domain/environment.ts';
import { EnvironmentName } from '#lib/domain/ids.ts';

/** Scheme, host and prefix of a Superset, without a slash at the end. */
export const SupersetUrl = z
	.string()
	.trim()
	.max(2000, 'is too long')
	.refine((text) => isPlainUrl(text), 'must be like https://superset.example, without user, query and fragment')
	.transform((text) => text.replace(/\/+$/, ''));

function isPlainUrl(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, username, password, search, hash } = new URL(text);
	return /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === '');
}

/** A box that is ticked comes as `on` from a form and as `true` from a program. */
export const Ticked = z
	.union([z.boolean(), z.enum(['on', 'true', 'false', '1', '0', ''])])
	.default(false)
	.transform((value) => value === true || value === 'on' || value === 'true' || value === '1');

const Title = z.string().trim().min(1, 'must not be empty').max(100, 'must have at most 100 characters');

/**
 * A form has no objects in it: `credentialsKind`, `username`, `password`, `provider`, `token` and `key` beside the
 * other fields stand for `credentials`.
 */
function gatherCredentials(input: unknown): unknown {
	if (typeof input !== 'object' || input === null || 'credentials' in input || !('credentialsKind' in input))
		return input;
	const { credentialsKind: kind, username, password, provider, token, key, ...rest } = input as Record<string, unknown>;
	const given = { kind, username, password, provider: provider === '' ? undefined : provider, token, key };
	return { ...rest, credentials: given };
}

export const NewEnvironmentInput = z.preprocess(
	gatherCredentials,
	z.object({
		name: EnvironmentName,
		title: Title,
		url: SupersetUrl,
		stage: Stage,
		credentials: EnvironmentCredentials,
		mapping: Mapping.optional(),
		/** Keep it although it cannot be reached now. */
		saveAnyway: Ticked
	})
);

/** As in `EnvironmentCredentials`, but an empty secret stands for the one that is kept. */
const ChangedCredentials = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('password'),
		username: z.string().min(1, 'must not be empty').max(256),
		password: z.string().max(4096).default(''),
		provider: z.enum(['db', 'ldap']).default('db')
	}),
	z.object({ kind: z.literal('token'), token: z.string().max(16_384).default('') }),
	z.object({ kind: z.literal('api_key'), key: z.string().max(4096).default('') })
]);
export type ChangedCredentials = z.infer<typeof ChangedCredentials>;

/** A Superset that is no environment yet. */
export const ConnectionInput = z.preprocess(
	gatherCredentials,
	z.object({ url: SupersetUrl, credentials: EnvironmentCredentials })
);

export const ChangedEnvironmentInput = z.preprocess(
	gatherCredentials,
	z.object({
		name: EnvironmentName,
		title: Title.optional(),
		url: SupersetUrl.optional(),
		stage: Stage.optional(),
		credentials: ChangedCredentials.optional(),
		mapping: Mapping.optional(),
		saveAnyway: Ticked
	})
);
