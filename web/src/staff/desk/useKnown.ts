/** Words that standard phrases leave open and the desk knows: who I am, who asks, the number of the case. */

import { computed, inject, type InjectionKey, provide, type Ref } from 'vue'
import { me } from '../session/me'
import { fillKnown } from './token'

export type Fill = (text: string) => string
const KEY: InjectionKey<Fill> = Symbol('known words')

/** The gaps' names are those of the phrase book. */
export interface Known { number: string; system_name: string | null; taxpayer: string | null }

export function provideKnown(card: Ref<Known | null>): void {
  const known = computed(() => ({
    工号: me.value?.number, 服务商: me.value?.organisation.split(' · ')[0], 受理编号: card.value?.number, 系统: card.value?.system_name, 纳税人: card.value?.taxpayer,
  }))
  provide(KEY, (text) => fillKnown(text, known.value))
}

export const useKnown = (): Fill => inject(KEY, (text) => text)
