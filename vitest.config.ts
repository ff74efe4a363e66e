import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** These replace modules of ours, so each needs modules of its own. */
const alone = ['test/warehouse/golden*.test.ts']

/** The longest, first: at the end they would keep one core busy and leave the others idle. */
const longest = [
  'reports/pages',
  'cube/oracles',
  'reports/other-company',
  'warehouse/online-retail',
  'company/company',
  'services/up',
  'reports/loop',
  'identity/sample-company',
  'cube/answers',
  'cube/access',
  'stewardship/session',
].map((name) => `/test/${name}.test.ts`)

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(name))
      return at >= 0 ? at : longest.length + (project.config.isolate ? 1 : 0)
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}

const settings = {
  pool: 'forks',
  // vitest leaves one core to itself, which on two cores leaves one of them idle half of the time
  maxWorkers: Math.max(2, availableParallelism()),
  // Only a hang reaches this: a busy machine is allowed to be slow.
  testTimeout: 600_000,
  hookTimeout: 900_000,
} as const

export default defineConfig({
  test: {
    ...settings,
    globalSetup: ['test/harness/global-setup.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      // Files share the processes that run them: the warehouse is imported once a process instead of once a file.
      {
        test: {
          ...settings,
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: alone,
          isolate: false,
        },
      },
      { test: { ...settings, name: 'alone', include: alone } },
    ],
  },
})
