import { z } from 'zod';
import type { AssetPart } from '#lib/domain/compare/parts.ts';

const name = z.string().min(1).max(1000);

/** {@link AssetPart}, as it is asked for. */
export const Part = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('filter'), id: name }),
	z.object({ kind: z.literal('node'), id: name }),
	z.object({ kind: z.literal('metric'), name }),
	z.object({ kind: z.literal('column'), name }),
	z.object({ kind: z.literal('field'), path: z.array(name).min(1).max(32) })
]) satisfies z.ZodType<AssetPart>;
