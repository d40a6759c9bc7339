import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { demoBundle, dashboardUuid } from './demo/bundle.ts';
import { type DemoEdit, type DemoStep, readDemoData } from './demo/data.ts';
import { applyEdit } from './demo/edits.ts';
import { type PracticeSuperset, startPracticeSuperset } from './server.ts';

export const DEMO_ENVIRONMENTS = ['dev', 'staging', 'prod'] as const;
export type DemoEnvironment = (typeof DEMO_ENVIRONMENTS)[number];

export interface DemoOptions {
	/** Where each keeps its state as `<environment>.json`; in memory when not said. */
	readonly stateFolder?: string;
	/** Ports by environment; 0, a free one, when not said. */
	readonly ports?: Partial<Record<DemoEnvironment, number>>;
	/** Milliseconds since 1970; the clock when not said. */
	readonly now?: () => number;
	/** Where `specs/examples/demo` is. */
	readonly dataFolder?: string;
}

export interface DemoSuperset extends PracticeSuperset {
	readonly environment: DemoEnvironment;
	/** Whether its state was made now, not found in the state folder. */
	readonly isNew: boolean;
}
export interface Demo {
	readonly dev: DemoSuperset;
	readonly staging: DemoSuperset;
	readonly prod: DemoSuperset;
	close(): Promise<void>;
}

/** One state of “Sales overview” in dev: who made it, when, why, and how to bring it about. */
export interface DemoCommit {
	readonly author: { readonly name: string; readonly email: string };
	/** Milliseconds since 1970, in the past five weeks. */
	readonly at: number;
	readonly message: string;
	/** Edits dev as Superset's pages would, at the time `at`; each step once, in order. */
	apply(demo: Demo): void;
}

export const DEMO_DASHBOARD = {
	key: 'sales-overview',
	slug: 'sales-overview',
	uuid: dashboardUuid('sales-overview')
} as const;

const DAY_MS = 86_400_000;
/** How many steps of the history each environment has seen at the start; dev gets them one by one. */
const STEPS: Record<DemoEnvironment, number> = { dev: 0, staging: 9, prod: 7 };
const FIRST_IDS: Record<DemoEnvironment, number> = { dev: 0, staging: 240, prod: 1700 };
/** What somebody changed in production by hand. */
const BY_HAND: DemoEdit = { op: 'renameChart', chart: 'by-channel', title: 'Sales channels' };
const BY_HAND_DAYS_AGO = 3;

const timeOf = (step: DemoStep, now: number): number =>
	Math.floor(now / DAY_MS) * DAY_MS - step.daysAgo * DAY_MS + step.hour * 3_600_000;

/** Lets a practice Superset live in the past for a moment. */
class Clock {
	private fixed: number | null = null;
	readonly now: () => number;
	constructor(real: () => number) {
		this.now = () => this.fixed ?? real();
	}
	at<T>(ms: number, run: () => T): T {
		this.set(ms);
		try {
			return run();
		} finally {
			this.set(null);
		}
	}
	set(ms: number | null): void {
		this.fixed = ms;
	}
}

const clocks = new WeakMap<DemoSuperset, Clock>();

/**
 * Starts the practice dev, staging and prod: the same six dashboards with other ids, and a database of the same name
 * under another uuid. Staging is some steps of the history behind, prod more, and somebody edited prod by hand.
 */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
	const real = options.now ?? Date.now;
	const started: DemoSuperset[] = [];
	for (const environment of DEMO_ENVIRONMENTS) started.push(await startOne(environment, options, real));
	const [dev, staging, prod] = started as [DemoSuperset, DemoSuperset, DemoSuperset];
	return { dev, staging, prod, close: async () => void (await Promise.all(started.map((one) => one.close()))) };
}

async function startOne(environment: DemoEnvironment, options: DemoOptions, real: () => number): Promise<DemoSuperset> {
	const data = readDemoData(options.dataFolder);
	const stateFile = options.stateFolder === undefined ? undefined : join(options.stateFolder, `${environment}.json`);
	const isNew = stateFile === undefined || !existsSync(stateFile);
	const clock = new Clock(real);
	clock.set(real() - 60 * DAY_MS);
	const superset = await startPracticeSuperset({
		version: '6.1.0',
		name: environment,
		now: clock.now,
		firstId: FIRST_IDS[environment],
		port: options.ports?.[environment] ?? 0,
		seed: isNew ? [await demoBundle(data, { environment, host: `${environment}-db.example` })] : [],
		...(stateFile === undefined ? {} : { stateFile })
	});
	clock.set(null);
	const demo: DemoSuperset = { ...superset, environment, isNew };
	clocks.set(demo, clock);
	if (isNew) {
		for (const step of data.history.slice(0, STEPS[environment])) applyStep(demo, step, real());
		if (environment === 'prod') {
			clock.at(real() - BY_HAND_DAYS_AGO * DAY_MS, () => applyEdit(demo.state, DEMO_DASHBOARD.key, BY_HAND));
		}
	}
	return demo;
}

function applyStep(superset: DemoSuperset, step: DemoStep, now: number): void {
	clocks.get(superset)?.at(timeOf(step, now), () => {
		for (const edit of step.edits) applyEdit(superset.state, DEMO_DASHBOARD.key, edit);
	});
}

/** The twelve states of “Sales overview”, oldest first; the first is what dev starts with. */
export function demoHistory(options: Pick<DemoOptions, 'now' | 'dataFolder'> = {}): readonly DemoCommit[] {
	const now = (options.now ?? Date.now)();
	return readDemoData(options.dataFolder).history.map((step) => ({
		author: { name: step.author, email: `${step.author.toLowerCase()}@example.com` },
		at: timeOf(step, now),
		message: step.message,
		apply: ({ dev }) => applyStep(dev, step, now)
	}));
}
