import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ClienteleError, messageOf } from '#engine'
import { type CompanySettings, parseSettings } from './declare.ts'
import { sampleCompany } from './sample-company.ts'

/** The settings of this checkout's company, imported as `#settings`. */
export const company = await readCompany(join(import.meta.dirname, '..', 'company', 'settings.ts'))

/** What `file` exports as `settings`; the sample company's settings if there is no such file. */
export async function readCompany(file: string): Promise<CompanySettings> {
  if (!existsSync(file)) return sampleCompany
  const exported: Record<string, unknown> = await import(pathToFileURL(file).href).catch((error) => {
    if (error instanceof ClienteleError) throw error
    throw new ClienteleError(
      'company-settings',
      `${file} cannot be imported: ${messageOf(error)}. Correct it and run the command again.`,
      { file },
      { cause: error },
    )
  })
  return parseSettings(exported.settings, file)
}
