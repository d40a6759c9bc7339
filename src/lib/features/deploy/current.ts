import type { Deployment } from '#lib/domain/deployment.ts';

/** Per environment the deployment whose content stands there: the newest that was verified. Newest first goes in. */
export function currentOf(deployments: readonly Deployment[]): ReadonlySet<string> {
	const found = new Map<string, string>();
	for (const { environment, state, id } of deployments) {
		if (state === 'verified' && !found.has(environment)) found.set(environment, id);
	}
	return new Set(found.values());
}

/**
 * Whether a deployment can be undone: it wrote, what was there before was kept, and nothing was written there since.
 *
 * @param deployments all of the dashboard, newest first
 */
export function canRollBack(deployment: Deployment, deployments: readonly Deployment[]): boolean {
	if (deployment.safetyCommit === null || deployment.state === 'running') return false;
	return deployments.find(({ environment }) => environment === deployment.environment)?.id === deployment.id;
}
