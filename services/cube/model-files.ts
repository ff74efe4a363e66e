import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The folders of the model in a checkout: the product's and the company's. A cube may extend the dimensions
 * that `clientele model generate` writes into the folder `generated` next to it.
 */
export const cubeFolders: readonly string[] = ['model/cubes', 'company/cubes']
export const viewFolders: readonly string[] = ['model/views', 'company/views']
export const generatedFolder = 'generated'

export type ModelFile = { readonly file: string; readonly text: string }

export async function readModelFiles(root: string): Promise<ModelFile[]> {
  const folders = [
    ...cubeFolders.flatMap((folder) => [folder, `${folder}/${generatedFolder}`]),
    ...viewFolders,
  ]
  const files = await Promise.all(folders.map((folder) => readFolder(root, folder)))
  return files.flat()
}

export function isGenerated({ file }: ModelFile): boolean {
  return cubeFolders.some((folder) => file.startsWith(`${folder}/${generatedFolder}/`))
}

/** Whether Clientele came with the file, rather than a company having written it. */
export function isOfProduct({ file }: Pick<ModelFile, 'file'>): boolean {
  return file.startsWith('model/')
}

async function readFolder(root: string, folder: string): Promise<ModelFile[]> {
  const names = await readdir(join(root, folder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return Promise.all(
    names
      .filter((name) => name.endsWith('.yml'))
      .sort()
      .map(async (name) => {
        const file = `${folder}/${name}`
        return { file, text: await readFile(join(root, file), 'utf8') }
      }),
  )
}
