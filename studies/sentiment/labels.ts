import type { Sentiment } from '../../analytics/text/sentiment.ts'

/** What a label means, or null if it means nothing that we know. */
export type LabelMeaning = ReadonlyMap<string, Sentiment | null>

const words: Readonly<Record<string, Sentiment>> = {
  positive: 'positive',
  pos: 'positive',
  good: 'positive',
  happy: 'positive',
  satisfied: 'positive',
  neutral: 'neutral',
  neu: 'neutral',
  mixed: 'neutral',
  none: 'neutral',
  negative: 'negative',
  neg: 'negative',
  bad: 'negative',
  unhappy: 'negative',
  dissatisfied: 'negative',
}

/** Which numbers a scale has, and what is above and below its middle. */
const scales: readonly {
  readonly name: string
  readonly fits: (n: number) => boolean
  readonly low: number
  readonly high: number
}[] = [
  { name: '0 and 1', fits: (n) => n === 0 || n === 1, low: 0.5, high: 0.5 },
  { name: '1 and 2, of which 2 is positive', fits: (n) => n === 1 || n === 2, low: 1.5, high: 1.5 },
  { name: '0, 2 and 4', fits: (n) => n === 0 || n === 2 || n === 4, low: 1, high: 3 },
  { name: 'from -1 to 1', fits: (n) => Number.isInteger(n) && n >= -1 && n <= 1, low: -0.5, high: 0.5 },
  { name: '1 to 5 stars', fits: (n) => n >= 1 && n <= 5, low: 3, high: 3 },
  { name: 'around 0', fits: (n) => n >= -5 && n <= 5, low: -0.05, high: 0.05 },
  { name: '0 to 10', fits: (n) => n >= 0 && n <= 10, low: 5, high: 6 },
]

/**
 * Reads labels as a whole, because 1 is the best of 0 and 1 and the worst of 1 to 5: by words such as `positive` or `neg`, or
 * by the first scale that all of them fit. Says which.
 */
export function meaningOf(labels: readonly string[]): {
  readonly meaning: LabelMeaning
  readonly scale: string
} {
  const numbers = labels.map((label) => Number(label.trim().replace(/\s*stars?$/i, '')))
  const scale =
    labels.length > 0 && numbers.every(Number.isFinite) && scales.find(({ fits }) => numbers.every(fits))
  if (scale) {
    const sentiment = (n: number): Sentiment =>
      n > scale.high ? 'positive' : n < scale.low ? 'negative' : 'neutral'
    return {
      meaning: new Map(labels.map((label, i) => [label, sentiment(numbers[i] ?? 0)])),
      scale: scale.name,
    }
  }
  const known = (label: string): Sentiment | null =>
    words[
      label
        .trim()
        .toLowerCase()
        .replace(/^very /, '')
    ] ?? null
  return { meaning: new Map(labels.map((label) => [label, known(label)])), scale: 'words' }
}
