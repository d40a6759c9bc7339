import { SupersetRefused, SupersetRejected, SupersetUnexpected, type AppError } from '#lib/domain/errors.ts';
import { isHtml, jsonIfAny, shorten } from './answers.ts';
import { messageOf } from './findings.ts';
import { askedOf, type Call, type Http } from './http.ts';
import { failureOf } from './reasons.ts';
import type { RemoteKind } from './remote.ts';
import type { Answer } from './transport.ts';
import type { ImportKind } from './transfers.ts';

interface Meaning {
	readonly pattern: RegExp;
	readonly message: string;
	readonly hint: string;
	readonly refused?: true;
}

/** What Superset's own sentences of a 500 mean: each was seen with the cause named here (4.1.4 and 6.1.0). */
const MEANINGS: readonly Meaning[] = [
	{
		pattern: /already exists and user doesn.t have permissions to overwrite/i,
		message: 'it is there already and belongs to somebody else; only its owners and Admins may overwrite it',
		hint: 'Use an account with the role Admin for this environment, or make the account an owner of the object.',
		refused: true
	},
	{
		pattern: /^Expecting value: line 1 column 1|^'datasources'$/,
		message:
			'it did not take the file for a bundle: metadata.yaml is missing, not in the one root folder, or of another version',
		hint: 'Export the dashboard again, or check the ZIP for metadata.yaml with “version: 1.0.0” below one folder.'
	},
	{
		pattern: /local variable 'config'/,
		message: 'a file of the bundle is no valid YAML (6.1.0 does not say which)',
		hint: 'Check the files that were edited by hand.'
	},
	{
		pattern: /could not determine a constructor for the tag|found character .* that cannot start any token/,
		message: 'a file of the bundle holds YAML that Superset cannot read',
		hint: 'A plain “=” or a tab at the start of a value must be quoted.'
	},
	{
		pattern: /database is locked|could not obtain lock|deadlock/i,
		message: 'somebody else was writing into its database at the same time',
		hint: 'Nothing was changed. Try again in a moment.'
	}
];

/** Seen to end in “unknown reason”, by what was imported; see specs/interfaces/superset.md. */
const LIKELY: Record<ImportKind, string> = {
	dashboard:
		'a chart id in timed_refresh_immune_slices or expanded_slices that is not in the layout, a chart in the layout without chartId, ' +
		'or a filter whose dataset is not in the bundle',
	chart: 'a database or dataset that is missing in the bundle',
	dataset: 'a database that is missing in the bundle or does not answer'
};

/** Why an import was not taken, as exactly as Superset lets one find out. */
export async function importFailureOf(http: Http, kind: ImportKind, answer: Answer, call: Call): Promise<AppError> {
	const asked = askedOf(call, http.transport);
	const said = messageOf(jsonIfAny(answer))?.trim();
	if (answer.status !== 500 || isHtml(answer) || said === undefined) return failureOf(answer, asked);

	const known = MEANINGS.find(({ pattern }) => pattern.test(said));
	if (known) {
		const message = `Superset could not ${call.doing}: ${known.message}.`;
		const options = { hint: known.hint, cause: new Error(shorten(said)) };
		return known.refused ? new SupersetRefused(message, options) : new SupersetRejected(message, options);
	}
	if (!/for an unknown reason/.test(said)) return failureOf(answer, asked);

	const lacking = await lackingPermissions(http, call);
	if (lacking.length > 0) {
		return new SupersetRefused(
			`Superset could not ${call.doing} and gave no reason (500); the account lacks ${lacking.join(', ')}.`,
			{ hint: 'Give the account these permissions in Superset, or use another account, then try again.' }
		);
	}
	return new SupersetUnexpected(
		`Superset could not ${call.doing}: POST ${call.path} failed with 500 and Superset gave no reason.`,
		{ hint: `Its own log has the traceback of this request. Seen as the cause before: ${LIKELY[kind]}.` }
	);
}

/** The bundle brings objects of other kinds along, and Superset does not say which one it may not write. */
async function lackingPermissions(http: Http, { signal }: Call): Promise<string[]> {
	const lacking: string[] = [];
	for (const kind of ['dashboard', 'chart', 'dataset'] satisfies RemoteKind[]) {
		const path = `/api/v1/${kind}/_info?q=(keys:!(permissions))`;
		const answer = await http.ask({ method: 'GET', path, kind: 'read', doing: 'tell what the account may do', signal });
		const { permissions } = (jsonIfAny(answer) ?? {}) as { permissions?: unknown };
		if (Array.isArray(permissions) && !permissions.includes('can_write')) {
			lacking.push(`“can write on ${kind.charAt(0).toUpperCase()}${kind.slice(1)}”`);
		}
	}
	return lacking;
}
