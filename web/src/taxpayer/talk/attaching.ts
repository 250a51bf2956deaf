/** Pictures and files by camera, choice, paste or drag. */

import { onMounted, onScopeDispose, ref, type Ref } from 'vue'
import { welcome } from '../welcome'
import { unfit } from './deeds'
import { lighter } from './lighter'

/** Files of a paste or a drop. A paste of text with its picture (as office programs do) is text. */
export function pictureFiles(data: DataTransfer | null): File[] {
  if (!data || data.types.includes('text/plain')) return []
  return [...data.files]
}

/** Hands on what is fit to send, one by one; says in `fault` what is not. */
export function useAttaching(take: (file: File) => void): { fault: Ref<string>; pick: (files: File[]) => Promise<void> } {
  const fault = ref('')
  const pick = async (files: File[]): Promise<void> => {
    fault.value = ''
    for (const file of files) {
      const light = await lighter(file)
      const why = unfit(light, welcome.value?.limits.attachment_max_bytes)
      if (why) fault.value = why
      else take(light)
    }
  }
  return { fault, pick }
}

/** Whether files are being dragged over the page; they may be let go anywhere on it. */
export function useDrop(pick: (files: File[]) => Promise<void>): Ref<boolean> {
  const over = ref(false)
  const enter = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    over.value = true
  }
  const leave = (event: DragEvent): void => { if (event.relatedTarget === null) over.value = false }
  const drop = (event: DragEvent): void => {
    if (!over.value) return
    event.preventDefault()
    over.value = false
    void pick([...(event.dataTransfer?.files ?? [])])
  }
  const all: [string, (event: DragEvent) => void][] = [['dragenter', enter], ['dragover', enter], ['dragleave', leave], ['drop', drop]]
  onMounted(() => { for (const [name, hear] of all) document.addEventListener(name, hear as EventListener) })
  onScopeDispose(() => { for (const [name, hear] of all) document.removeEventListener(name, hear as EventListener) })
  return over
}
