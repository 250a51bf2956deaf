/** A browser's own description in words that people know. */

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'], [/MicroMessenger/, '微信'], [/QQBrowser/, 'QQ 浏览器'], [/OPR\//, 'Opera'], [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'], [/Version\/.*Safari\//, 'Safari'],
]
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/OpenHarmony|HarmonyOS/, '鸿蒙'], [/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux'],
]

/** 'Chrome · Windows'; empty when neither is known. */
export function deviceWords(agent: string): string {
  const named = (list: typeof BROWSERS): string => list.find(([pattern]) => pattern.test(agent))?.[1] ?? ''
  return [named(BROWSERS), named(SYSTEMS)].filter(Boolean).join(' · ')
}
