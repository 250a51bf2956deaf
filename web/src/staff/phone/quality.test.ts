import { describe, expect, it } from 'vitest'
import { bar, qualityOf, type Report, type Sample, sampleOf } from './quality'

const sample = (more: Partial<Sample>): Sample =>
  ({ at: 0, received: 0, lost: 0, sent: 0, jitter: 0, roundTrip: null, heard: 0, spoken: 0, energy: 0, ...more })

describe('how a call is heard', () => {
  it('is good while next to nothing is lost', () => {
    expect(qualityOf(sample({}), sample({ at: 3000, received: 150, jitter: 0.004 })).grade).toBe('good')
  })

  it('counts only what was lost since the sample before', () => {
    const before = sample({ received: 1000, lost: 400 })

    expect(qualityOf(before, sample({ at: 3000, received: 1150, lost: 400 })).grade).toBe('good')
    expect(qualityOf(before, sample({ at: 3000, received: 1147, lost: 403 }))).toMatchObject({ grade: 'fair', lost: 0.02 })
    expect(qualityOf(before, sample({ at: 3000, received: 1120, lost: 430 })).grade).toBe('poor')
  })

  it('is poor when the packets come in bursts', () => {
    expect(qualityOf(sample({}), sample({ at: 3000, received: 150, jitter: 0.08 }))).toMatchObject({ grade: 'poor', jitterMs: 80 })
  })

  it('says that nothing is heard only after a while without any packet', () => {
    expect(qualityOf(sample({ received: 9 }), sample({ at: 1000, received: 9 })).grade).toBe('good')
    expect(qualityOf(sample({ received: 9 }), sample({ at: 3000, received: 9 })).grade).toBe('silent')
  })
})

describe('what the browser counts', () => {
  it('is read from the reports of the voice alone', () => {
    const reports: Report[] = [
      { type: 'inbound-rtp', kind: 'audio', packetsReceived: 433, packetsLost: 2, jitter: 0.003, audioLevel: 0.4, totalAudioEnergy: 0.36 },
      { type: 'inbound-rtp', kind: 'video', packetsReceived: 9 },
      { type: 'outbound-rtp', kind: 'audio', packetsSent: 430 },
      { type: 'media-source', kind: 'audio', audioLevel: 0.2 },
      { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.002 },
    ]

    expect(sampleOf(reports, 5)).toEqual({ at: 5, received: 433, lost: 2, sent: 430, jitter: 0.003, roundTrip: 0.002, heard: 0.4, spoken: 0.2, energy: 0.36 })
  })
})

describe('the bar of a level', () => {
  it('grows with what ears hear, from nothing to whole', () => {
    expect(bar(0)).toBe(0)
    expect(bar(0.0001)).toBe(0)
    expect(bar(0.1)).toBeCloseTo(2 / 3)
    expect(bar(1)).toBe(1)
  })
})
