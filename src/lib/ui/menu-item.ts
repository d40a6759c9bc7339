import type { Icon } from './icon.ts';

/** One line of a Menu. A line with `href` is a link, one with `checked` a choice of one in its group. */
export type MenuItem =
	| 'separator'
	| { readonly heading: string }
	| {
			readonly label: string;
			readonly icon?: Icon | undefined;
			/** Second line: what follows from it, or why it cannot be done. */
			readonly hint?: string | undefined;
			readonly key?: string | undefined;
			readonly href?: string | undefined;
			readonly onselect?: () => void | undefined;
			readonly checked?: boolean | undefined;
			readonly danger?: boolean | undefined;
			readonly disabled?: boolean | undefined;
	  };
