/** Only a path of this site: a link must not send people elsewhere after signing in. */
export const wayBack = (next: unknown, home: string): string => (typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : home)
