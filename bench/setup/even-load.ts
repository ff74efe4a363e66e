import { Agent, get } from 'node:http'

export interface Load {
  /** Milliseconds from when each request was due until its answer had arrived, so that waiting behind others counts. */
  readonly times: readonly number[]
  /** Answers with another status than 200, and requests without an answer. */
  readonly failed: number
}

/**
 * Sends requests at even intervals, whether earlier ones are answered or not: callers do not wait for each other. autocannon
 * sends what is due in a second at its beginning.
 */
export async function evenLoad(
  addressOf: (number: number) => string,
  headers: Readonly<Record<string, string>>,
  perSecond: number,
  seconds: number,
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: 100 })
  const times: number[] = []
  let failed = 0
  const ask = (address: string, due: number) =>
    new Promise<void>((resolve) => {
      get(address, { agent, headers }, (answer) => {
        if (answer.statusCode !== 200) failed += 1
        answer.resume().on('end', () => {
          times.push(performance.now() - due)
          resolve()
        })
      }).on('error', () => {
        failed += 1
        resolve()
      })
    })
  const started = performance.now()
  const count = perSecond * seconds
  const asked: Promise<void>[] = []
  while (asked.length < count) {
    const due = started + (asked.length / perSecond) * 1000
    if (due > performance.now()) await new Promise((resolve) => setTimeout(resolve, 1))
    else asked.push(ask(addressOf(asked.length), due))
  }
  await Promise.all(asked)
  agent.destroy()
  return { times, failed }
}
