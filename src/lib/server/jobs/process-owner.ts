import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** A process that has not shown itself for so long is taken for dead, unless we know better. */
export const SILENT_AFTER_MS = 30_000;

/** How often a process shows that it works on something. */
export const HEARTBEAT_MS = 5_000;

/** The owners of this very process that are not closed. */
const living = new Set<string>();

/** A name for this process among all that use the same database: machine, process id, and what makes it unique. */
export function claimOwner(): string {
	const owner = `${hostname()}|${process.pid}|${randomUUID()}`;
	living.add(owner);
	return owner;
}

export function releaseOwner(owner: string): void {
	living.delete(owner);
}

/**
 * Whether the process of this name is gone, so that its jobs and locks are nobody's. On this machine the system
 * knows at once; of another machine only silence tells.
 */
export function isGone(owner: string, heartbeatAt: number, now: number): boolean {
	if (living.has(owner)) return false;
	const [host, pid] = owner.split('|');
	if (host === hostname()) {
		// Our own number but not one of ours: an earlier process had it (in a container every process is number 1).
		if (Number(pid) === process.pid || !isRunning(Number(pid))) return true;
	}
	return now - heartbeatAt > SILENT_AFTER_MS;
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (cause) {
		// EPERM: it runs as somebody else. ESRCH: there is none.
		return (cause as NodeJS.ErrnoException).code === 'EPERM';
	}
}
