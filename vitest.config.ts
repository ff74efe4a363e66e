import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/harness/global-setup.ts'],
    pool: 'forks',
    // vitest leaves one core to itself, which on two cores leaves one of them idle half of the time
    maxWorkers: Math.max(2, availableParallelism()),
    // Only a hang reaches this: a busy machine is allowed to be slow.
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
})
