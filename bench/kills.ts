import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { closeHome, type Kill, killOne, openHome, startUp, victims } from './setup/kills.ts'
import { report } from './setup/server.ts'

/*
 * Kills one process after another with SIGKILL, at random moments: builds, loads, Cube, Postgres, one of its sessions,
 * `up`, and the launcher. After each, everything must recover by itself, the interrupted command must work when it is
 * run again, and nothing may be stored or shown in part.
 *
 *   node bench/kills.ts [KILLS] [SEED]
 */

const count = Number(process.argv[2] ?? 100)
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000)
const generator = xoroshiro128plus(seed)
const home = await openHome(() => uniformFloat64(generator))
const kills: Kill[] = []
const failures: string[] = []
// each as often as the others, in random order
const order = Array.from({ length: count }, (_, i) => victims[i % victims.length] ?? 'build')
for (let i = order.length - 1; i > 0; i--) {
  const j = uniformInt(generator, 0, i)
  ;[order[i], order[j]] = [order[j] ?? 'build', order[i] ?? 'build']
}

console.log(`seed ${seed}`)
try {
  await startUp(home)
  for (const [index, victim] of order.entries()) {
    try {
      const kill = await killOne(home, victim)
      kills.push(kill)
      const [after, recovered] = [kill.after.toFixed(1), kill.recovered.toFixed(1)]
      process.stderr.write(
        `${index + 1} of ${count}: ${victim} after ${after} s, recovered in ${recovered} s\n`,
      )
    } catch (error) {
      failures.push(`${index + 1}, ${victim}: ${error instanceof Error ? error.message : error}`)
      process.stderr.write(`${failures.at(-1)}\n`)
      break
    }
  }
} finally {
  await closeHome(home)
}

const cells = victims.map((victim) => {
  const seconds = kills.filter((kill) => kill.victim === victim).map(({ recovered }) => recovered)
  const sorted = seconds.sort((a, b) => a - b)
  const shown = (value: number | undefined) => (value === undefined ? '-' : value.toFixed(1)).padStart(8)
  return `${victim.padEnd(10)}${String(seconds.length).padStart(6)}${shown(sorted[0])}${shown(sorted[Math.floor(sorted.length / 2)])}${shown(sorted.at(-1))}`
})
console.log(
  `${'killed'.padEnd(10)} times   least  median    most  seconds until the next build was published`,
)
for (const line of cells) console.log(line)
for (const failure of failures) console.log(failure)
report({
  what: `kills of ${count} without recovery`,
  value: failures.length,
  unit: 'kills',
  limit: 0,
  aim: null,
})
