import type { Component } from 'svelte';
import type { ClassValue } from 'svelte/elements';

/** An icon of `@lucide/svelte/icons/…`, handed over as it is: 16 px unless a class says otherwise. */
export type Icon = Component<{ class?: ClassValue | undefined }>;
