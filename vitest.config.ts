import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/harness/global-setup.ts'],
    pool: 'forks',
    // Only a hang reaches this: a busy machine is allowed to be slow.
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
})
