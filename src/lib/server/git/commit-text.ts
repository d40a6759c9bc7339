import type { CommitSummary, Person } from '#lib/domain/commit.ts';
import { Oid } from '#lib/domain/ids.ts';

/** `Ada <ada@example.org> 1700000000 +0100` */
const SIGNATURE = /^(.*?) ?<([^>]*)> ?(-?\d+)?/;

/** The last moment that a `Date` can hold; a commit may claim a later one. */
const LATEST_MS = 8.64e15;

/**
 * Read a commit object. Forgiving: a commit of another program with odd lines still has a place in history.
 *
 * @param raw What `git cat-file commit` prints.
 */
export function parseCommit(oid: Oid, raw: Uint8Array): CommitSummary {
	const { headers, message } = splitObject(raw);
	const author = parseSignature(headers.get('author')?.[0]);
	const committer = parseSignature(headers.get('committer')?.[0]);
	return {
		oid,
		parents: (headers.get('parent') ?? []).map((parent) => Oid.parse(parent)),
		tree: Oid.parse(headers.get('tree')?.[0]),
		author: author.person,
		authoredAt: author.at,
		committer: committer.person,
		committedAt: committer.at,
		...splitMessage(message)
	};
}

/** The object that an annotated tag points at, and what kind it is. */
export function parseTag(raw: Uint8Array): {
	object: Oid;
	type: string;
	name: string;
	tagger: Person;
	taggedAt: number;
	message: string;
} {
	const { headers, message } = splitObject(raw);
	const { person, at } = parseSignature(headers.get('tagger')?.[0]);
	return {
		object: Oid.parse(headers.get('object')?.[0]),
		type: headers.get('type')?.[0] ?? '',
		name: headers.get('tag')?.[0] ?? '',
		tagger: person,
		taggedAt: at,
		message: message.trim()
	};
}

/** A person as it can stand in a commit: one line, without the characters that delimit name and address. */
export function cleanPerson({ name, email }: Person): Person {
	return {
		name: clean(name) || clean(email) || 'Unknown',
		email: clean(email).replaceAll(' ', '') || 'unknown@invalid'
	};
}

/** A message as git keeps it: LF, no NUL, no blank lines around it, one line end after it. */
export function cleanMessage(message: string): string {
	const text = message
		.replace(/\r\n?/g, '\n')
		.replaceAll('\0', '')
		.replace(/^\s*\n|\s+$/g, '');
	return text === '' ? '' : `${text}\n`;
}

/** `1700000000 +0000`: git keeps whole seconds, and none before 1970. */
export const rawDate = (atMs: number): string => `${Math.max(0, Math.floor(atMs / 1000))} +0000`;

/** What cannot stand in a name or an address. */
// eslint-disable-next-line no-control-regex -- control characters are what it takes out
const DELIMITERS = /[\x00-\x1f\x7f<>]+/g;

const clean = (text: string): string => text.toWellFormed().replace(DELIMITERS, ' ').replace(/ {2,}/g, ' ').trim();

function splitObject(raw: Uint8Array): { headers: Map<string, string[]>; message: string } {
	const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
	const end = bytes.indexOf('\n\n');
	const head = end === -1 ? bytes : bytes.subarray(0, end);
	const encoding = /^encoding (.+)$/m.exec(head.toString('latin1'))?.[1];
	const decode = decoderOf(encoding);

	const headers = new Map<string, string[]>();
	for (const line of decode(head).split('\n')) {
		const at = line.indexOf(' ');
		if (at <= 0) continue; // the next line of a signature, which starts with a space
		const name = line.slice(0, at);
		headers.set(name, [...(headers.get(name) ?? []), line.slice(at + 1)]);
	}
	return { headers, message: end === -1 ? '' : decode(bytes.subarray(end + 2)) };
}

function decoderOf(encoding: string | undefined): (bytes: Uint8Array) => string {
	let decoder = new TextDecoder();
	try {
		decoder = new TextDecoder(encoding);
	} catch {
		// An encoding that nobody knows: UTF-8 is the likeliest.
	}
	return (bytes) => decoder.decode(bytes);
}

function parseSignature(line: string | undefined): { person: Person; at: number } {
	const [, name = '', email = '', seconds = '0'] = SIGNATURE.exec(line ?? '') ?? [];
	return { person: { name: name.trim(), email: email.trim() }, at: Math.min(Number(seconds) * 1000, LATEST_MS) };
}

function splitMessage(message: string): { subject: string; body: string } {
	const text = message.replace(/^\s*\n/, '').trimEnd();
	const end = text.indexOf('\n');
	if (end === -1) return { subject: text, body: '' };
	return { subject: text.slice(0, end).trimEnd(), body: text.slice(end + 1).replace(/^\n+/, '') };
}
