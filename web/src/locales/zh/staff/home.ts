/** Words of the home page. */
export const home = {
  hello: (name: string) => `${name}，您好`, about: (role: string, place: string) => `${role} · ${place}`, open: '现在可以打开',
} as const
