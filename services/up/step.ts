export const stepTitles = [
  'Postgres',
  'Migrations',
  'Sample company',
  'Warehouse',
  'Cube',
  'Gateway',
  'Reports',
] as const

export type StepTitle = (typeof stepTitles)[number]

export type Step = {
  /** Reports what is happening now. */
  progress(text: string): void
  /** Reports a failure that does not stop the start. */
  warn(text: string): void
}

/** Runs a step and shows its progress; `outcome` describes its result. */
export type RunStep = <T>(
  title: StepTitle,
  work: (step: Step) => Promise<T>,
  outcome: (result: T) => string,
) => Promise<T>
