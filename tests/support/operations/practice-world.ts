import { readFileSync } from 'node:fs';
import JSZip from 'jszip';
import { onTestFinished } from 'vitest';
import type { App, Ports } from '#lib/server/app.ts';
import { createSupersetClient } from '#lib/server/superset/client.ts';
import { readBundle } from '#lib/server/superset/bundle/zip.ts';
import type { Limits } from '#lib/server/superset/options.ts';
import { openWorld, type World } from '#tests/support/app.ts';
import {
	startPracticeSuperset,
	type PracticeOptions,
	type PracticeSuperset
} from '#tests/support/practice-superset/server.ts';
import type { SupersetVersion } from '#tests/support/practice-superset/state.ts';
import { connect } from '#tests/support/whole-way.ts';

/** The dashboard that most tests take along: two charts of one dataset, one of them on `shared-chart-b` too. */
export const SLUG = 'shared-chart-a';
export const TITLE = 'Shared chart A';
export const SHARED_CHART = 'Revenue, shared';
export const OWN_CHART = 'Own chart a';
export const DATASET = 'sales';

/** The bytes of a recorded export. */
export const recording = (name: string, version = '6.1.0'): Uint8Array =>
	new Uint8Array(readFileSync(`specs/examples/superset/${version}/${name}.zip`));

/** An app with two practice Supersets: `dev`, where dashboards are edited, and `prod`, which has connections only. */
export interface PracticeWorld {
	readonly app: App;
	readonly world: World;
	readonly dev: PracticeSuperset;
	readonly prod: PracticeSuperset;
}

export interface PracticeWorldOptions {
	readonly devVersion?: SupersetVersion;
	readonly prodVersion?: SupersetVersion;
	/** Names of the recordings that dev starts with. */
	readonly inDev?: readonly string[];
	/** What prod starts with; its connection “Shop”, under a uuid of its own, when not said. */
	readonly inProd?: readonly Uint8Array[];
	readonly limits?: Partial<Limits>;
	readonly ports?: Ports;
	/** Settings of the app, beside those of every practice world. */
	readonly env?: Readonly<Record<string, string>>;
}

/** Shop's uuid in prod. */
export const PROD_SHOP = '11111111-2222-4333-8444-555555555555';

/** A world of the test's own, closed at its end. */
export async function practiceWorld(options: PracticeWorldOptions = {}): Promise<PracticeWorld> {
	const { devVersion = '6.1.0', prodVersion = '6.1.0', inDev = [SLUG] } = options;
	const env = { DASHBRANCH_ALLOW_PRIVATE: '1', ...options.env };
	const world = await openWorld(env, { ...portsWith(options.limits), ...options.ports });
	onTestFinished(() => world.close());
	const dev = await practiceSuperset({
		version: devVersion,
		seed: inDev.map((name) => recording(name, devVersion))
	});
	const inProd = options.inProd ?? [await connectionOnly('Shop', PROD_SHOP, prodVersion)];
	const prod = await practiceSuperset({ version: prodVersion, seed: inProd, firstId: 500 });
	await connect(world.app, 'dev', { url: dev.url, stage: 'dev' });
	await connect(world.app, 'prod', { url: prod.url, stage: 'prod' });
	return { app: world.app, world, dev, prod };
}

/** One more practice Superset, closed at the end of the test. */
export async function practiceSuperset(options: PracticeOptions): Promise<PracticeSuperset> {
	const superset = await startPracticeSuperset(options);
	onTestFinished(() => superset.close());
	return superset;
}

/** Clients that do not wait between attempts, so that a test does not either. */
export const portsWith = (limits: Partial<Limits> = {}): Ports => ({
	supersetOf: (access) => createSupersetClient({ ...access, allowPrivate: true, limits, wait: async () => {} })
});

/** An export that holds the connection of a recorded dashboard and nothing else. */
export async function connectionOnly(
	name: 'Shop' | 'Warehouse',
	uuid: string,
	version: SupersetVersion = '6.1.0'
): Promise<Uint8Array> {
	const { files } = await readBundle(recording(name === 'Shop' ? SLUG : 'two-schemas', version));
	const text = new TextDecoder().decode(files.get(`databases/${name}.yaml`));
	return zipOfTexts({
		'metadata.yaml': 'version: 1.0.0\ntype: Database\n',
		[`databases/${name}.yaml`]: text.replace(/^uuid: .*$/m, `uuid: ${uuid}`)
	});
}

/** A ZIP of texts under one folder, as Superset makes it. */
export function zipOfTexts(files: Readonly<Record<string, string | Uint8Array>>): Promise<Uint8Array> {
	const zip = new JSZip();
	for (const [path, text] of Object.entries(files)) zip.file(`export/${path}`, text);
	return zip.generateAsync({ type: 'uint8array' });
}
