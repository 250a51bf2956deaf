/** Photos of a phone are several megabytes; a screen needs less. */

const HEAVY_BYTES = 1_500_000
const LONGEST_SIDE = 2000
const QUALITY = 0.85

/** A smaller JPEG of a heavy photo, without the position it was taken at; everything else as it is. */
export async function lighter(file: File): Promise<File> {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < HEAVY_BYTES || typeof createImageBitmap !== 'function') return file
  try {
    const image = await createImageBitmap(file)
    const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.width * scale)
    canvas.height = Math.round(image.height * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
    if (!small || small.size >= file.size) return file
    return new File([small], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' })
  } catch {
    return file // not a picture after all: the server will say so
  }
}
