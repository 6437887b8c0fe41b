import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SynthesisFailed } from '../../../local/local-error.ts'
import { synthesize } from '../../../local/synthesize.ts'
import { temporaryDirectory } from './assembly.ts'

const appendTo = (name: string) =>
  `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'\nappendFileSync('runs.txt', '${name} ')\n`

/** A project whose scripts only note that they ran. */
function project() {
  const root = temporaryDirectory()
  for (const directory of ['infra', 'functions']) mkdirSync(join(root, directory))
  writeFileSync(join(root, 'infra/bundle.ts'), appendTo('bundle'))
  writeFileSync(
    join(root, 'infra/app.ts'),
    `${appendTo('app')}const out: string = process.env['CDK_OUTDIR'] ?? ''
     mkdirSync(out, { recursive: true }); writeFileSync(out + '/manifest.json', '{}')`,
  )
  writeFileSync(join(root, 'functions/a.handler.ts'), '1')
  return {
    root,
    runs: () => (existsSync(join(root, 'runs.txt')) ? readFileSync(join(root, 'runs.txt'), 'utf8') : ''),
  }
}

test('the app is synthesized once, and again only when something it is made of has changed', async () => {
  const { root, runs } = project()
  expect(await synthesize({ root })).toBe(join(root, 'cdk.out'))
  await synthesize({ root })
  expect(runs()).toBe('bundle app ')
  writeFileSync(join(root, 'functions/a.handler.ts'), '2')
  await synthesize({ root })
  expect(runs()).toBe('bundle app bundle app ')
})

test('what a failing script said is in the error, and the next start tries again', async () => {
  const { root, runs } = project()
  const app = readFileSync(join(root, 'infra/app.ts'), 'utf8')
  writeFileSync(join(root, 'infra/app.ts'), "throw new Error('no such stage')")
  await expect(synthesize({ root })).rejects.toThrow(SynthesisFailed)
  await expect(synthesize({ root })).rejects.toThrow('no such stage')
  writeFileSync(join(root, 'infra/app.ts'), app)
  await synthesize({ root })
  expect(runs()).toBe('bundle bundle bundle app ')
})
