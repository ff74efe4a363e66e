/** A piece of work that depends on others. */
export interface Task {
  readonly name: string
  readonly after: readonly string[]
  run(): Promise<void>
}

export interface ScheduleResult {
  readonly failed: ReadonlyMap<string, unknown>
  /** Never started, because something they depend on failed. */
  readonly skipped: readonly string[]
}

/**
 * Runs tasks, at most `jobs` at once, each after everything it depends on (names that are not among the tasks
 * count as done). A failure stops what depends on it, and nothing else.
 */
export async function runSchedule(tasks: readonly Task[], jobs: number): Promise<ScheduleResult> {
  const waiting = new Map(tasks.map((task) => [task.name, task]))
  const running = new Map<string, Promise<void>>()
  const failed = new Map<string, unknown>()
  for (;;) {
    const blocked = (task: Task) =>
      task.after.some((name) => waiting.has(name) || running.has(name) || failed.has(name))
    for (const task of waiting.values()) {
      if (running.size >= jobs) break
      if (blocked(task)) continue
      waiting.delete(task.name)
      const finished = task
        .run()
        .catch((error: unknown) => void failed.set(task.name, error))
        .finally(() => running.delete(task.name))
      running.set(task.name, finished)
    }
    if (running.size === 0) return { failed, skipped: [...waiting.keys()] }
    await Promise.race(running.values())
  }
}
