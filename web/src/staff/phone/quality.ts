/** How well two people hear each other, from what the browser counts. */

/** What was counted up to `at` (ms). Levels from 0 to 1, times in seconds. */
export interface Sample {
  at: number
  received: number
  lost: number
  sent: number
  jitter: number
  roundTrip: number | null
  /** How loud the other side is, and how loud I am. */
  heard: number
  spoken: number
  /** Sound that arrived since the beginning; it grows while something is heard. */
  energy: number
}

export type Report = Record<string, unknown> & { type: string }
export interface Reports { forEach: (each: (report: Report) => void) => void }

const number = (value: unknown, otherwise = 0): number => (typeof value === 'number' ? value : otherwise)

/** Reads the browser's reports (RTCStatsReport). */
export function sampleOf(reports: Reports, at: number): Sample {
  const sample: Sample = { at, received: 0, lost: 0, sent: 0, jitter: 0, roundTrip: null, heard: 0, spoken: 0, energy: 0 }
  reports.forEach((one) => {
    if (one.kind !== undefined && one.kind !== 'audio') return
    if (one.type === 'inbound-rtp') {
      sample.received = number(one.packetsReceived)
      sample.lost = Math.max(0, number(one.packetsLost))
      sample.jitter = number(one.jitter)
      sample.heard = number(one.audioLevel)
      sample.energy = number(one.totalAudioEnergy)
    }
    if (one.type === 'outbound-rtp') sample.sent = number(one.packetsSent)
    if (one.type === 'media-source') sample.spoken = number(one.audioLevel)
    if (one.type === 'remote-inbound-rtp') sample.roundTrip = number(one.roundTripTime, NaN)
  })
  if (Number.isNaN(sample.roundTrip)) sample.roundTrip = null
  return sample
}

export type Grade = 'good' | 'fair' | 'poor' | 'silent'

/** `lost`: share of the packets between two samples. */
export interface Quality { grade: Grade; lost: number; jitterMs: number; roundTripMs: number | null }

const FAIR_LOST = 0.01
const POOR_LOST = 0.05
const FAIR_JITTER_MS = 30
const POOR_JITTER_MS = 60
const SILENT_AFTER_MS = 2_500

/** How it was between two samples. `silent`: nothing at all arrived, for long enough that it is no chance. */
export function qualityOf(before: Sample, now: Sample): Quality {
  const received = now.received - before.received
  const lost = Math.max(0, now.lost - before.lost)
  const share = received + lost > 0 ? lost / (received + lost) : 0
  const jitterMs = Math.round(now.jitter * 1000)
  const quality = { lost: share, jitterMs, roundTripMs: now.roundTrip === null ? null : Math.round(now.roundTrip * 1000) }
  if (received === 0 && now.at - before.at >= SILENT_AFTER_MS) return { ...quality, grade: 'silent' }
  if (share >= POOR_LOST || jitterMs >= POOR_JITTER_MS) return { ...quality, grade: 'poor' }
  if (share >= FAIR_LOST || jitterMs >= FAIR_JITTER_MS) return { ...quality, grade: 'fair' }
  return { ...quality, grade: 'good' }
}

const QUIETEST_DB = -60

/** A level as the length of a bar, 0 to 1: ears count in decibels. */
export function bar(level: number): number {
  if (level <= 0) return 0
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(level)) / QUIETEST_DB))
}
