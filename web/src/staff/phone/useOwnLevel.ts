/** How loud my microphone is while I look at it: only as long as somebody looks. */

import { onScopeDispose, ref, type Ref, watch } from 'vue'
import { chosen, microphone } from './devices'

const LOOK_EVERY_MS = 120

export function useOwnLevel(looking: Ref<boolean>): Ref<number> {
  const level = ref(0)
  let stop: () => void = () => undefined

  async function look(): Promise<void> {
    stop()
    const stream = await microphone().catch(() => null) // `permission` says why not
    if (!stream) return
    const context = new AudioContext()
    const meter = new AnalyserNode(context, { fftSize: 512 })
    context.createMediaStreamSource(stream).connect(meter)
    const wave = new Float32Array(meter.fftSize)
    const beat = setInterval(() => {
      meter.getFloatTimeDomainData(wave)
      level.value = Math.sqrt(wave.reduce((sum, one) => sum + one * one, 0) / wave.length)
    }, LOOK_EVERY_MS)
    stop = () => {
      clearInterval(beat)
      for (const track of stream.getTracks()) track.stop()
      void context.close()
      level.value = 0
      stop = () => undefined
    }
    if (!looking.value) stop()
  }
  watch([looking, () => chosen.microphone], ([on]) => { if (on) void look(); else stop() }, { immediate: true })
  onScopeDispose(() => stop())
  return level
}
