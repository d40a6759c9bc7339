import { browser } from '$app/environment';
import { rememberInCookie } from './cookie.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Light, dark, or what the system says. `static/theme.js` reads the same cookie before the first paint. */
class ThemeChoice {
	#chosen = $state<Theme>(browser ? readTheme() : 'system');

	get chosen(): Theme {
		return this.#chosen;
	}

	choose(theme: Theme): void {
		this.#chosen = theme;
		rememberInCookie('theme', theme === 'system' ? null : theme);
		document.documentElement.classList.remove('light', 'dark');
		if (theme !== 'system') document.documentElement.classList.add(theme);
	}
}

const readTheme = (): Theme =>
	(/(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1] as Theme | undefined) ?? 'system';

export const theme = new ThemeChoice();
