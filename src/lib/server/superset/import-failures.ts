import type { AppError } from '#lib/domain/errors.ts';
import { askedOf, type Call, type Http } from './http.ts';
import { failureOf } from './reasons.ts';
import type { Answer } from './transport.ts';
import type { ImportKind } from './transfers.ts';

/** Why an import was not taken, as exactly as Superset lets one find out. */
export async function importFailureOf(http: Http, _kind: ImportKind, answer: Answer, call: Call): Promise<AppError> {
	return failureOf(answer, askedOf(call, http.transport));
}
