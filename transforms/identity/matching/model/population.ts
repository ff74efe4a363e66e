import { z } from 'zod'

const sourcePopulation = z.object({
  records: z.number(),
  /** By comparison: how many records have all values that it requires. */
  filled: z.record(z.string(), z.number()),
  /** Records drawn by hash: by record key, the hash of what is compared. */
  probes: z.record(z.string(), z.string()),
})

/** The records that a model was trained on. */
export const populationSchema = z.object({
  hasSample: z.boolean(),
  sources: z.record(z.string(), sourcePopulation),
})
export type Population = z.infer<typeof populationSchema>

/** How the records of a source are now, compared with those that a model was trained on. */
export interface SourceNow {
  readonly source: string
  readonly records: number
  /** Probes that are as they were. */
  readonly unchanged: number
}

export interface PopulationNow {
  readonly hasSample: boolean
  readonly sources: readonly SourceNow[]
}
