import { createHash } from 'node:crypto';
import type { AssetKind } from '#lib/domain/asset.ts';
import { Oid, type AssetUuid } from '#lib/domain/ids.ts';
import type { Mapping } from '#lib/domain/value.ts';
import { writeYaml } from './yaml.ts';

export type OwnKind = Exclude<AssetKind, 'tags' | 'form'>;

/** One object of Superset in canonical form. Never changed once made, so it may be shared between trees. */
export interface CanonicalAsset {
	readonly kind: OwnKind;
	readonly uuid: AssetUuid;
	/** As a reader knows it: title, name of the chart, table or database. */
	readonly name: string;
	readonly content: Mapping;
	/** UTF-8 of the file. */
	readonly bytes: Uint8Array;
	/** Git's id of these bytes (SHA-1), so that an unchanged file is known without asking git. */
	readonly oid: Oid;
	/** What it names of other objects, by uuid; numbers are stable numbers of charts. */
	readonly uses: {
		readonly datasets: readonly AssetUuid[];
		readonly charts: readonly number[];
		readonly database: AssetUuid | null;
		readonly theme: AssetUuid | null;
	};
}

/** Something about a bundle or tree that a person should know; nothing is changed because of it. */
export interface Finding {
	readonly level: 'error' | 'warning';
	readonly code: string;
	/** Path of the file in the bundle or tree. */
	readonly path: string;
	/** Names the object and what is wrong. */
	readonly message: string;
	readonly hint: string | null;
}

const NO_USES = { datasets: [], charts: [], database: null, theme: null } as const;

export function assetOf(
	kind: OwnKind,
	uuid: AssetUuid,
	part: { name: string; content: Mapping; uses?: Partial<CanonicalAsset['uses']> }
): CanonicalAsset {
	const bytes = Buffer.from(writeYaml(part.content), 'utf8');
	return {
		kind,
		uuid,
		name: part.name,
		content: part.content,
		bytes,
		oid: blobOid(bytes),
		uses: { ...NO_USES, ...part.uses }
	};
}

/** The id that git gives these bytes as a blob: SHA-1 of `blob <size>\0<bytes>` (git help hash-object). */
export function blobOid(bytes: Uint8Array): Oid {
	return Oid.parse(createHash('sha1').update(`blob ${bytes.byteLength}\0`).update(bytes).digest('hex'));
}
