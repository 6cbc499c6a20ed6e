// The home board, read once for the whole frame: the home page shows it, and every page knows whether anything sounds.
import { signal } from '@preact/signals';
import type { Home } from '../protocol/api/boards.ts';
import type { Loaded } from './load.ts';

export const board = signal<Loaded<Home> | undefined>(undefined);
