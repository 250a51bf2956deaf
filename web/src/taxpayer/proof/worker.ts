/** Does the sum beside the page, which stays alive meanwhile. */

import { solve, type Challenge } from './solve'

self.onmessage = (event: MessageEvent<Challenge>): void => self.postMessage(solve(event.data))
