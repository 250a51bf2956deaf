/** Microphone, ear piece and the bell: which there are, which were chosen, and why there is none. */

import { reactive, ref } from 'vue'

export type Kind = 'microphone' | 'earpiece' | 'bell'
export interface Device { id: string; name: string }

const SHELF = 'helpline.phone.devices'
const BROWSERS_WORD: Record<Kind, MediaDeviceKind> = { microphone: 'audioinput', earpiece: 'audiooutput', bell: 'audiooutput' }

function kept(): Record<Kind, string> {
  try {
    return { microphone: '', earpiece: '', bell: '', ...(JSON.parse(localStorage.getItem(SHELF) ?? '{}') as Partial<Record<Kind, string>>) }
  } catch {
    return { microphone: '', earpiece: '', bell: '' }
  }
}

/** Chosen devices by their browser's id; empty: the machine's own choice. */
export const chosen = reactive(kept())
export const found = reactive<Record<Kind, Device[]>>({ microphone: [], earpiece: [], bell: [] })

/** asked: the browser will ask at the first use. insecure: a page that did not come over https may not ask. */
export type Permission = 'unknown' | 'asked' | 'granted' | 'denied' | 'none' | 'insecure'
export const permission = ref<Permission>('unknown')

export function choose(kind: Kind, id: string): void {
  chosen[kind] = id
  localStorage.setItem(SHELF, JSON.stringify(chosen))
}

/** Look again which devices there are. Browsers name them only to pages that may use the microphone. */
export async function lookForDevices(): Promise<void> {
  const all = await navigator.mediaDevices.enumerateDevices()
  for (const kind of Object.keys(found) as Kind[]) {
    found[kind] = all.filter((one) => one.kind === BROWSERS_WORD[kind] && one.deviceId !== '' && one.deviceId !== 'default' && one.deviceId !== 'communications')
      .map((one) => ({ id: one.deviceId, name: one.label }))
  }
}

/** What the browser says before it is asked for the microphone. */
export async function lookForPermission(): Promise<Permission> {
  if (!window.isSecureContext || !navigator.mediaDevices) return (permission.value = 'insecure')
  try {
    const status = await navigator.permissions.query({ name: 'microphone' as PermissionName })
    status.onchange = () => { void lookForPermission() }
    permission.value = status.state === 'prompt' ? 'asked' : status.state
  } catch {
    permission.value = 'asked' // a browser that does not tell before
  }
  if (permission.value === 'granted') await lookForDevices()
  return permission.value
}

function whyNot(trouble: unknown): Permission {
  const name = trouble instanceof DOMException ? trouble.name : ''
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'denied'
}

const wanted = (id: string): MediaStreamConstraints =>
  ({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...(id ? { deviceId: { exact: id } } : {}) }, video: false })

/** The chosen microphone, or the machine's own when that was unplugged. Throws when there is none or it is refused; `permission` says which. */
export async function microphone(): Promise<MediaStream> {
  try {
    const stream = await open()
    permission.value = 'granted'
    void lookForDevices()
    return stream
  } catch (trouble) {
    permission.value = whyNot(trouble)
    throw trouble
  }
}

async function open(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia(wanted(chosen.microphone))
  } catch (trouble) {
    if (!chosen.microphone || whyNot(trouble) !== 'none') throw trouble
    return navigator.mediaDevices.getUserMedia(wanted(''))
  }
}

/** Let the browser ask for the microphone, and give it back. True: it may be used. */
export async function askForMicrophone(): Promise<boolean> {
  try {
    for (const track of (await microphone()).getTracks()) track.stop()
    return true
  } catch {
    return false
  }
}

interface Sounding { setSinkId?: (id: string) => Promise<void> }

/** Sound through the chosen device; a browser or a machine without it sounds through its own. */
export async function soundThrough(what: Sounding, kind: 'earpiece' | 'bell'): Promise<void> {
  await what.setSinkId?.(chosen[kind]).catch(() => undefined) // unplugged: the machine's own goes on
}
