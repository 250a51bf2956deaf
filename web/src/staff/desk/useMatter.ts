/** What is known of the open dialogue: the taxpayer, earlier matters, and the case form with its changes kept until saved. */

import { computed, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue'
import { serverNow } from '../../shared/clock'
import { Refusal, sentence } from '../../shared/http'
import type { CaseForm, DialogueMatter, Id } from '../../shared/types'
import { matterOfCall } from '../calls/deeds'
import { desk } from '../live/feed'
import { matterOf, saveForm } from './deeds'
import type { Talk } from './useTalk'

const SAVE_AFTER_MS = 700
const AGAIN_MS = 4_000

export type Saving = 'clean' | 'waiting' | 'saving' | 'unsaved'
type Fields = Partial<CaseForm>

/** Changes not saved yet, kept over a reload of the page. */
const shelfName = (id: Id): string => `form:${id}`
function pending(id: Id): Fields {
  try {
    return JSON.parse(sessionStorage.getItem(shelfName(id)) ?? '{}') as Fields
  } catch {
    return {}
  }
}

/** The matter of the dialogue `dialogue` or the call `call` names, asked again when `talk` or the desk shows that it changed. */
export function useMatter(dialogue: Ref<Id | null>, call: Ref<Id | null>, talk: Talk) {
  const openId = computed(() => dialogue.value ?? call.value)
  const matter = shallowRef<DialogueMatter | null>(null)
  /** The form as it stands before the eyes: the server's, with what was changed here since. */
  const form = shallowRef<CaseForm | null>(null)
  const trouble = ref('')
  const refused = ref('')
  const saving = ref<Saving>('clean')
  const savedAt = ref(0)
  let timer: ReturnType<typeof setTimeout> | undefined

  function later(pause = SAVE_AFTER_MS): void {
    clearTimeout(timer)
    saving.value = 'waiting'
    timer = setTimeout(() => void save(), pause)
  }

  function show(kept: CaseForm): void {
    const changed = pending(kept.id)
    form.value = { ...kept, ...changed }
    if (Object.keys(changed).length > 0) later()
    else saving.value = 'clean'
  }

  async function load(): Promise<void> {
    const id = openId.value
    if (!id) return
    try {
      const news = await (dialogue.value === id ? matterOf(id) : matterOfCall(id))
      if (openId.value !== id) return
      matter.value = news
      if (saving.value === 'clean') show(news.case)
      trouble.value = ''
    } catch (why) {
      if (openId.value !== id || matter.value) return
      trouble.value = sentence(why)
      // the record of a call is made a moment after it was taken
      if (call.value === id) setTimeout(() => { if (openId.value === id && !matter.value) void load() }, AGAIN_MS / 4)
    }
  }

  /** Save now. What was changed while it was on its way is saved after it. */
  async function save(): Promise<void> {
    clearTimeout(timer)
    const sent = form.value
    if (!sent || saving.value === 'saving' || saving.value === 'clean') return
    saving.value = 'saving'
    const fields = sessionStorage.getItem(shelfName(sent.id))
    try {
      const kept = await saveForm(sent)
      if (sessionStorage.getItem(shelfName(sent.id)) === fields) sessionStorage.removeItem(shelfName(sent.id))
      if (form.value?.id !== sent.id) return
      savedAt.value = serverNow()
      refused.value = ''
      show(kept)
    } catch (why) {
      if (form.value?.id !== sent.id) return
      refused.value = sentence(why)
      saving.value = 'unsaved'
      if (!(why instanceof Refusal)) later(AGAIN_MS)
    }
  }

  /** Change fields of the form; they are saved a moment later. */
  function change(fields: Fields): void {
    if (!form.value) return
    sessionStorage.setItem(shelfName(form.value.id), JSON.stringify({ ...pending(form.value.id), ...fields }))
    form.value = { ...form.value, ...fields }
    if (saving.value !== 'saving') later()
  }

  watch(openId, (_, before) => {
    if (before) void save()
    matter.value = null
    form.value = null
    refused.value = ''
    saving.value = 'clean'
    void load()
  }, { immediate: true })
  // what is missing and who the taxpayer is may change on the server's side as well
  const version = computed(() => {
    const card = desk.value?.dialogues.find((one) => one.id === openId.value)
    if (call.value) return callVersion(call.value)
    return card ? `${card.missing}|${card.taxpayer}|${card.system}|${card.phase}` : talk.held.value?.state.phase
  })
  watch(version, () => void load())
  onScopeDispose(() => { void save() })

  return { matter, form, trouble, refused, saving, savedAt, change, save, load }
}

/** What shows that the matter of a call changed on the server's side. */
function callVersion(id: Id): string {
  const now = desk.value?.calls.call
  const over = desk.value?.unfiled_calls.find((one) => one.call.id === id)
  return now?.id === id ? `${now.phase}|${now.taxpayer}|${now.system}` : `${over?.missing ?? ''}`
}

export type Matter = ReturnType<typeof useMatter>
