export const stepTitles = [
  'Postgres',
  'Migrations',
  'Sample company',
  'Warehouse',
  'Cube',
  'Reports',
  'Gateway',
] as const

export type StepTitle = (typeof stepTitles)[number]

export type Step = {
  /** Says what is happening now. */
  progress(text: string): void
  /** Says something that went wrong and did not stop the rest. */
  warn(text: string): void
}

/** Shows a piece of work while it runs; `outcome` puts its result in words. */
export type RunStep = <T>(
  title: StepTitle,
  work: (step: Step) => Promise<T>,
  outcome: (result: T) => string,
) => Promise<T>
