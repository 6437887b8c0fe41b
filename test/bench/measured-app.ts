import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface MeasuredApp {
  readonly cdkOut: string
  remove(): void
}

/**
 * The synthesized app with one thing changed: the pace towards the providers is so high that a run does not wait
 * for it. Bundles, permissions and everything else are the very ones.
 */
export function measuredApp(cdkOut: string): MeasuredApp {
  const copy = mkdtempSync(join(tmpdir(), 'after-sales-bench-app-'))
  for (const name of readdirSync(cdkOut)) {
    const from = join(cdkOut, name)
    if (statSync(from).isDirectory()) symlinkSync(from, join(copy, name))
    else if (name.endsWith('.template.json'))
      writeFileSync(join(copy, name), readFileSync(from, 'utf8').replaceAll(paceSetting, '$1"1000000"'))
    else cpSync(from, join(copy, name))
  }
  return { cdkOut: copy, remove: () => rmSync(copy, { recursive: true, force: true }) }
}

const paceSetting = /("(?:SMS|MAIL)_PER_SECOND": *)"[^"]*"/g
