import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { InvalidInput } from '#lib/domain/errors.ts';
import { Role } from '#lib/domain/permission.ts';
import { setCookies } from './cookies.ts';

type SignInEvent = Pick<RequestEvent, 'locals' | 'request' | 'cookies' | 'getClientAddress'>;

export const callerOf = (event: Pick<RequestEvent, 'request' | 'getClientAddress'>) => ({
	address: event.getClientAddress(),
	headers: event.request.headers
});

const Credentials = z.object({
	email: z.string().trim().min(1, 'must not be empty').max(320, 'is too long'),
	password: z.string().min(1, 'must not be empty').max(256, 'is too long')
});

const FirstAdmin = z.object({
	code: z.string().trim().min(1, 'must not be empty').max(100, 'is too long'),
	name: z.string().trim().min(1, 'must not be empty').max(100, 'is too long'),
	email: z.email('must be an e-mail address').max(320, 'is too long'),
	password: z.string().min(1, 'must not be empty')
});

/** @throws {InvalidInput} @throws {NotSignedIn} @throws {TooManyAttempts} */
export async function signIn(event: SignInEvent, fields: unknown): Promise<void> {
	const session = await event.locals.app.auth.signIn(parsed(Credentials, fields), callerOf(event));
	setCookies(event.cookies, session.cookies);
}

/** One click, in the demo. `fields`: `{ role }`. @throws {NotAllowed} */
export async function signInDemo(event: SignInEvent, fields: unknown): Promise<void> {
	const { role } = parsed(z.object({ role: Role }), fields);
	const session = await event.locals.app.auth.signInDemo(role, callerOf(event));
	setCookies(event.cookies, session.cookies);
}

export async function signOut(event: SignInEvent): Promise<void> {
	setCookies(event.cookies, await event.locals.app.auth.signOut(event.request.headers));
}

/** Make the first admin and sign in. `fields`: `{ code, name, email, password }`. @throws {NotAllowed} */
export async function completeFirstRun(event: SignInEvent, fields: unknown): Promise<void> {
	const session = await event.locals.app.auth.firstRun.complete(parsed(FirstAdmin, fields), callerOf(event));
	setCookies(event.cookies, session.cookies);
}

/** Whether the sign-in page offers the people of the demo. */
export const isDemo = (event: Pick<RequestEvent, 'locals'>): boolean => event.locals.app.config.isDemo;

function parsed<Schema extends z.ZodType>(schema: Schema, fields: unknown): z.output<Schema> {
	const input = schema.safeParse(fields);
	if (!input.success) throw new InvalidInput(input.error.issues);
	return input.data;
}
