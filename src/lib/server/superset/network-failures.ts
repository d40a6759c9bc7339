import { SupersetUnreachable, type AppError } from '#lib/domain/errors.ts';
import { AddressRefused } from './guard.ts';
import type { TransportRequest } from './transport.ts';
import type { Phase } from './watch.ts';

export interface NetworkFailure {
	readonly error: AppError;
	/** Superset did not get the request. */
	readonly mayRepeat: boolean;
}

const CERTIFICATE = /^(?:CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;
const CHECK_ADDRESS = 'Check the address of the environment and that Superset runs.';

/** Words for errors of Node and undici: code → what happened, next step, whether the request never arrived. */
const WORDS: Record<string, readonly [message: string, hint: string, neverArrived: boolean]> = {
	ECONNREFUSED: ['nothing listens there', CHECK_ADDRESS, true],
	ENOTFOUND: ['there is no such host', CHECK_ADDRESS, true],
	EAI_AGAIN: ['the name cannot be resolved at the moment', 'Check the DNS of this server, then try again.', true],
	EHOSTUNREACH: ['there is no route to it', 'Check the network between the two servers.', true],
	ENETUNREACH: ['there is no route to it', 'Check the network between the two servers.', true],
	ETIMEDOUT: ['no connection in time', 'Check firewalls between the two servers.', true],
	UND_ERR_CONNECT_TIMEOUT: ['no connection in time', 'Check firewalls between the two servers.', true],
	EPROTO: ['it does not speak TLS', 'Check whether the address starts with http:// or https://.', true],
	ERR_SSL_WRONG_VERSION_NUMBER: [
		'it does not speak TLS',
		'Check whether the address starts with http:// or https://.',
		true
	]
};

/** An error of Node or undici in words. `answered`: the head of the answer was there. */
export function networkFailure(
	base: URL,
	request: TransportRequest,
	error: unknown,
	answered: boolean
): NetworkFailure {
	const where = `${base.origin}`;
	const code = codeOf(error);
	if (error instanceof AddressRefused) {
		return {
			mayRepeat: false,
			error: new SupersetUnreachable(
				`${where} was not called: ${error.host} leads to ${error.address}, inside a network that Dashbranch may not call.`,
				{ hint: `Who runs Dashbranch can allow it: DASHBRANCH_ALLOWED_HOSTS=${error.host}`, cause: error }
			)
		};
	}
	if (CERTIFICATE.test(code)) {
		const message = `Superset at ${where} shows a certificate that cannot be trusted (${code}).`;
		const hint = 'Renew the certificate, or give Dashbranch the authority that signed it (NODE_EXTRA_CA_CERTS).';
		return { mayRepeat: false, error: new SupersetUnreachable(message, { hint, cause: error }) };
	}
	const known = WORDS[code];
	if (known) {
		const error_ = new SupersetUnreachable(`Superset at ${where} cannot be reached: ${known[0]}.`, {
			hint: known[1],
			cause: error
		});
		return { mayRepeat: known[2], error: error_ };
	}
	const what = answered ? 'broke off in the middle of its answer' : 'closed the connection without an answer';
	return {
		mayRepeat: !answered,
		error: new SupersetUnreachable(`Superset at ${where} ${what} to ${request.method} ${request.path.split('?')[0]}.`, {
			hint: nextStep(request),
			cause: error
		})
	};
}

/** A time limit of ours that passed. */
export function limitPassed(base: URL, request: TransportRequest, { phase, ms }: Phase): NetworkFailure {
	const seconds = ms < 1000 ? `${ms} ms` : `${Math.round(ms / 1000)} s`;
	const what = {
		headers: `did not answer within ${seconds}`,
		body: `stopped for ${seconds} in the middle of its answer`,
		total: `was not done after ${seconds}`
	}[phase];
	const error = new SupersetUnreachable(
		`Superset at ${base.origin} ${what} (${request.method} ${request.path.split('?')[0]}).`,
		{
			hint: nextStep(request)
		}
	);
	return { mayRepeat: false, error };
}

/** A write without an answer may have been done all the same. */
const nextStep = ({ kind }: TransportRequest): string =>
	kind === 'import' || kind === 'write'
		? 'The write may have been done all the same: look at what Superset holds now before you try again.'
		: 'Superset may be overloaded or starting: try again in a moment.';

function codeOf(error: unknown): string {
	const { code, cause } = error as { code?: unknown; cause?: unknown };
	if (typeof code === 'string' && code !== 'UND_ERR_SOCKET') return code;
	return cause instanceof Error ? codeOf(cause) : typeof code === 'string' ? code : '';
}
