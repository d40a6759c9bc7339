import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

/** The pictures of specs/features/screens: `npm run screens` takes them anew from the built app on practice data. */
export default defineConfig({ ...base, testDir: 'tests/screens', testMatch: '*.screens.ts', workers: 1 });
