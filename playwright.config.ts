import { defineConfig } from '@playwright/test';

const chromium = process.env['CHROMIUM'];
const isRoot = process.getuid?.() === 0;

/** End-to-end tests: the built app in a real browser, on data and practice Supersets of its own. */
export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: 'test-results',
	workers: process.env['CI'] ? 2 : 1,
	forbidOnly: Boolean(process.env['CI']),
	// A test that passes at the second try is a defect, so there is none.
	retries: 0,
	// These only end a test that hangs: no test is to fail on a machine that is slow or busy.
	timeout: 120_000,
	expect: { timeout: 30_000 },
	reporter: [['list']],
	globalSetup: './tests/support/e2e/global-setup.ts',
	projects: [{ name: 'e2e' }],
	use: {
		viewport: { width: 1440, height: 900 },
		locale: 'en-GB',
		timezoneId: 'UTC',
		reducedMotion: 'reduce',
		trace: 'retain-on-failure',
		screenshot: 'only-on-failure',
		launchOptions: {
			...(chromium && { executablePath: chromium }),
			args: [
				...(isRoot ? ['--no-sandbox'] : []),
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				// Without these Chromium calls home at every start, which a closed network refuses again and again.
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync'
			]
		}
	}
});
