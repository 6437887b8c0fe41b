import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { importFiles, type ImportFile, type ImportRun } from '../../shared/domain/import-run.ts'
import { addMinutes } from '../../shared/domain/time.ts'
import { fileKeys } from '../../shared/store/files.ts'
import type { Store } from '../../shared/store/store.ts'
import { LocalError } from '../local-error.ts'
import type { LocalStack } from '../stack.ts'
import type { Progress } from './progress.ts'

/** The files cannot be imported as they are: nothing of them was. */
export class ImportRefused extends LocalError {
  override readonly name = 'ImportRefused'
}

/** Of the stack's clock: a failing import is not waited for through its queue's time-outs. */
const PATIENCE_MINUTES = 1

/** How often the import's record is looked at for the progress bar. */
const LOOK_EVERY_MS = 200

/** Puts the files of a directory where uploads go, and lets the import function read them. */
export async function importDirectory(
  stack: LocalStack,
  store: Store,
  dealerId: string,
  directory: string,
  importId: string,
  progress: Progress,
): Promise<ImportRun> {
  for (const file of importFiles) {
    const path = join(directory, `${file}.csv`)
    if (existsSync(path) && (await stat(path)).isFile()) {
      await stack.putFile(fileKeys.import(dealerId, importId, file), await readFile(path))
    }
  }
  await stack.send('imports', JSON.stringify({ dealerId, importId }))
  const drained = stack
    .drained({ until: addMinutes(stack.clock.now(), PATIENCE_MINUTES) })
    .then(() => 'drained' as const)
  while ((await Promise.race([drained, pause(LOOK_EVERY_MS)])) !== 'drained') {
    const { progress: now } = (await store.imports.byId(dealerId, importId)) ?? {}
    if (now !== undefined) progress.show(now.bytesRead, now.bytesTotal, `${now.file}.csv`)
  }
  progress.show(1, 1, '')
  progress.stop()
  return finished(await store.imports.byId(dealerId, importId), stack)
}

function finished(run: ImportRun | undefined, stack: LocalStack): ImportRun {
  if (run?.status === 'done') return run
  const problems = importFiles.flatMap((file) => sentenceOf(file, run))
  if (problems.length > 0) {
    throw new ImportRefused(`什么都没有导入 nothing was imported. ${problems.join(' ')}`)
  }
  const failure = stack.failures.at(-1)
  throw new ImportRefused(
    `导入没有完成 the import did not finish: ${failure?.errorType ?? 'unknown'}（.local/logs/run-import.log）`,
  )
}

function sentenceOf(file: ImportFile, run: ImportRun | undefined): string[] {
  const problem = run?.results[file]?.problem
  return problem === undefined ? [] : [`${file}.csv：${problem.zh} ${problem.en}.`]
}
