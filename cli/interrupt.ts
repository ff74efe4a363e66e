/**
 * Resolves at the first Ctrl-C, SIGTERM or SIGHUP, or when the launcher is gone. Later ones are ignored: a
 * terminal sends Ctrl-C to the launcher, which passes it on, and to this process.
 */
export function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
    process.on('disconnect', () => resolve())
    // waiting for the launcher must not keep a finished process alive
    process.channel?.unref()
  })
}
