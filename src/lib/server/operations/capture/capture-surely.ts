import { RefMoved } from '#lib/domain/errors.ts';
import { captureEnvironment, type Capture } from './capture-environment.ts';

const ATTEMPTS = 4;

/**
 * Capture, and once more when somebody else captured the same in the same moment: pages look by themselves, and must
 * neither stop a plan nor fail a proof.
 */
export async function captureSurely(...args: Parameters<typeof captureEnvironment>): Promise<Capture> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await captureEnvironment(...args);
		} catch (cause) {
			if (!(cause instanceof RefMoved) || attempt === ATTEMPTS) throw cause;
		}
	}
}
