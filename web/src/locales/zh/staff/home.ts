/** Words of the home page. */
export const home = {
  hello: (name: string) => `${name}，您好`, about: (role: string, place: string) => `${role} · ${place}`, open: '现在可以打开', soon: '您岗位的专用页面还在建设，先从这里进入。',
} as const
