/** The last of a list, also in browsers that know no `at`. */
export const last = <T>(list: readonly T[]): T | undefined => list[list.length - 1]
