/**
 * Resolves at the first Ctrl-C, SIGTERM or SIGHUP, or when the launcher exits. Later signals are ignored, because
 * a terminal sends Ctrl-C both to this process and to the launcher, which passes it on.
 */
export function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
    process.on('disconnect', () => resolve())
    // a launcher that was killed while this process read its modules; without a launcher it is undefined
    if (process.connected === false) resolve()
    // waiting for the launcher must not keep a finished process running
    process.channel?.unref()
  })
}
