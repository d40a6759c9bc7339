import { captureAllDashboards } from './dashboard/capture-all.ts';
import { captureDashboard } from './dashboard/capture.ts';
import { verifyDeployment } from './deployment/verify.ts';
import type { AnyOperation } from './operation.ts';
import { makeDeploymentPlan } from './plan/make.ts';

/** Operations that are run again when their process died; a test compares it with what is declared `resumable`. */
export const RESUMABLE_OPERATIONS: readonly AnyOperation[] = [
	captureAllDashboards,
	captureDashboard,
	makeDeploymentPlan,
	verifyDeployment
];
