import type { EnvironmentHealth } from '#lib/domain/environment.ts';
import type { Tone } from '#lib/ui/tone.ts';

/** Slower than this is worth a word. */
export const SLOW_MS = 1000;

export interface HealthWords {
	readonly tone: Tone;
	readonly label: string;
	readonly detail: string | undefined;
}

/** An environment's health as one word, with its sign, and what it is about. */
export function healthWords(health: EnvironmentHealth): HealthWords {
	if (health.kind === 'unknown') return { tone: 'neutral', label: 'Not checked', detail: undefined };
	if (health.kind === 'failed') return { tone: 'danger', label: failureWord(health.code), detail: health.message };
	if (health.missing.length > 0) {
		return { tone: 'warning', label: 'May not do all', detail: `It may not ${health.missing.join(', ')}.` };
	}
	if (health.latencyMs > SLOW_MS) return { tone: 'warning', label: 'Slow', detail: undefined };
	return { tone: 'ok', label: 'Healthy', detail: undefined };
}

function failureWord(code: string): string {
	if (code === 'superset_unreachable') return 'Does not answer';
	if (code === 'superset_refused') return 'Does not let us in';
	return 'Does not work';
}

/** `62 ms`, `1.3 s` */
export const latencyWords = (ms: number): string =>
	ms < 1 ? 'less than 1 ms' : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

/** `superset.acme.example/bi`: an address without its scheme, as lists show it. */
export const shortUrl = (url: string): string => url.replace(/^https?:\/\//, '');

export interface ConnectionCheck {
	readonly label: string;
	readonly standing: 'ok' | 'warning' | 'failed' | 'running' | 'waiting';
	readonly detail?: string | undefined;
}

/**
 * A test of the connection, step by step, in the order in which it fails.
 *
 * @param health the last answer; `undefined` before the first
 */
export function connectionChecks(health: EnvironmentHealth | undefined, testing: boolean): readonly ConnectionCheck[] {
	const labels = ['Address answers', 'It is a Superset', 'Account is accepted', 'Permissions'] as const;
	if (testing || !health || health.kind === 'unknown') {
		const first = testing ? ('running' as const) : ('waiting' as const);
		return labels.map((label, at) => ({ label, standing: at === 0 ? first : 'waiting' }));
	}
	if (health.kind === 'ok') {
		const missing = health.missing.length > 0;
		return [
			{ label: labels[0], standing: 'ok', detail: `in ${latencyWords(health.latencyMs)}` },
			{ label: labels[1], standing: 'ok', detail: health.version },
			{ label: labels[2], standing: 'ok', detail: `as ${health.account}` },
			{
				label: missing ? 'Permissions are missing' : 'Permissions',
				standing: missing ? 'warning' : 'ok',
				detail: missing ? `It may not ${health.missing.join(', ')}.` : 'may read and write dashboards'
			}
		];
	}
	const notSo = ['Address does not answer', 'It is not a Superset', 'Account is not accepted'];
	const failedAt = { superset_unreachable: 0, superset_unexpected: 1, superset_refused: 2 }[health.code] ?? 0;
	const detail = [health.message, health.hint].filter(Boolean).join(' ');
	return labels.map((label, at) =>
		at < failedAt
			? { label, standing: 'ok' as const }
			: at === failedAt
				? { label: notSo[at] ?? label, standing: 'failed' as const, detail }
				: { label, standing: 'waiting' as const }
	);
}
