import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runnerClock, type RunnerClock } from '../../../local/runner-clock.ts'
import { FunctionFailed, hostFunction, type HostedFunction } from '../../../local/worker-host.ts'
import { Instant } from '../../../shared/domain/time.ts'
import { temporaryDirectory } from './assembly.ts'

function host(source: string, settings: Partial<HostedFunction> = {}, clock: RunnerClock = runnerClock()) {
  const bundle = join(temporaryDirectory(), 'bundle')
  mkdirSync(bundle)
  writeFileSync(join(bundle, 'index.js'), source)
  writeFileSync(join(bundle, 'package.json'), '{"type":"commonjs"}')
  let printed = ''
  const fn = hostFunction(
    {
      name: 'fn',
      arn: 'arn:aws:lambda:x:1:function:fn',
      bundle,
      handler: 'index.handler',
      timeoutSeconds: 5,
      memoryMegabytes: 128,
      concurrency: 1,
      environment: { GIVEN: 'yes' },
      ...settings,
    },
    { clock, write: (chunk) => (printed += chunk) },
  )
  onTestFinished(async () => {
    await fn.kill()
  })
  return { ...fn, printed: () => printed }
}

test('a handler gets the event and a context, and its result comes back as JSON', async () => {
  const { invoke } = host(`exports.handler = async (event, context) => ({
    event, name: context.functionName, left: context.getRemainingTimeInMillis(), id: context.awsRequestId,
    dropped: undefined, date: new Date(0) })`)
  const result = await invoke({ a: [1, '二'] })
  expect(result).toEqual({
    event: { a: [1, '二'] },
    name: 'fn',
    left: expect.any(Number) as number,
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    date: '1970-01-01T00:00:00.000Z',
  })
  expect((result as { left: number }).left).toBeGreaterThan(4000)
})

test('a function sees its own variables and none of the runner', async () => {
  process.env['RUNNERS_SECRET'] = 'x'
  onTestFinished(() => {
    delete process.env['RUNNERS_SECRET']
  })
  const { invoke } = host('exports.handler = async () => process.env')
  expect(await invoke({})).toEqual({ GIVEN: 'yes' })
})

test('every clock of the function shows the runner’s time, which flows on and can be moved', async () => {
  const clock = runnerClock(Instant.parse('2026-11-23T01:00:00.000Z'))
  const { invoke } = host(
    `exports.handler = async () => [new Date().toISOString(), new Date(Date.now()).toISOString(),
      new Date(Date.parse(Date())).toISOString(), new (new Date().constructor)().toISOString(),
      new Date(0).toISOString(), new Date() instanceof Date]`,
    {},
    clock,
  )
  const first = (await invoke({})) as string[]
  for (const shown of first.slice(0, 4)) expect(shown).toMatch(/^2026-11-23T01:00:\d\d/)
  expect(first.slice(4)).toEqual(['1970-01-01T00:00:00.000Z', true])
  clock.set(Instant.parse('2026-12-31T23:59:00.000Z'))
  const second = (await invoke({})) as string[]
  expect(second[0]).toMatch(/^2026-12-31T23:59:/)
})

test('the clock does not go back unless it is told to', () => {
  const clock = runnerClock(Instant.parse('2026-11-23T01:00:00.000Z'))
  const earlier = Instant.parse('2026-11-22T01:00:00.000Z')
  clock.set(earlier)
  expect(clock.now() >= '2026-11-23T01:00').toBe(true)
  clock.set(earlier, { back: true })
  expect(clock.now() < '2026-11-22T01:01').toBe(true)
})

test('a timer waits in real time, however far the clock is moved', async () => {
  const clock = runnerClock()
  const { invoke } = host(
    `exports.handler = async () => {
       const start = performance.now(); await new Promise((r) => setTimeout(r, 80)); return performance.now() - start }`,
    {},
    clock,
  )
  const waiting = invoke({})
  clock.set(Instant.parse('2030-01-01T00:00:00.000Z'))
  expect(await waiting).toBeGreaterThanOrEqual(79)
})

test('module state lives on between invocations, one at a time', async () => {
  const { invoke } = host(`let calls = 0, inside = 0
    exports.handler = async () => {
      inside += 1; const together = inside; await new Promise((r) => setTimeout(r, 10)); inside -= 1
      return [++calls, together] }`)
  const results = await Promise.all([invoke({}), invoke({}), invoke({})])
  expect(results).toEqual([
    [1, 1],
    [2, 1],
    [3, 1],
  ])
})

test('invocations at once run in environments of their own, up to the limit', async () => {
  const { invoke } = host(
    `let calls = 0; exports.handler = async () => { await new Promise((r) => setTimeout(r, 150)); return ++calls }`,
    { concurrency: 2 },
  )
  const results = await Promise.all([invoke({}), invoke({}), invoke({})])
  expect(results.sort()).toEqual([1, 1, 2])
})

test('an error comes back with its type and its sentence, and the environment lives on', async () => {
  const { invoke } = host(`let calls = 0
    exports.handler = async () => { if (++calls === 1) throw new RangeError('too far'); return calls }`)
  await expect(invoke({})).rejects.toMatchObject({
    failure: { errorType: 'RangeError', errorMessage: 'too far' },
  })
  expect(await invoke({})).toBe(2)
})

test('a handler over its time is ended and said to be; the next invocation begins anew', async () => {
  const { invoke } = host(
    `let calls = 0; exports.handler = async (event) => { calls += 1; if (event.hang) for (;;); return calls }`,
    { timeoutSeconds: 0.3 },
  )
  await expect(invoke({ hang: true })).rejects.toMatchObject({ failure: { errorType: 'Sandbox.Timedout' } })
  expect(await invoke({})).toBe(1)
})

test('a killed function fails its invocation in the middle, and starts again when it is called', async () => {
  const { invoke, kill } = host(
    `exports.handler = async (event) => { if (event.hang) await new Promise(() => {}); return 'well' }`,
  )
  expect(await invoke({})).toBe('well')
  const hanging = invoke({ hang: true })
  const waiting = invoke({})
  hanging.catch(() => undefined)
  expect(await kill()).toBe(1)
  await expect(hanging).rejects.toThrow(FunctionFailed)
  expect(await waiting).toBe('well')
  expect(await kill()).toBe(1)
})

test.each([
  ['a module that does not load', "throw new Error('no configuration')", 'no configuration'],
  ['a missing export', 'exports.other = 1', 'not exported'],
  [
    'a promise that nobody catches',
    "exports.handler = async () => { Promise.reject(new Error('lost')); await new Promise(() => {}) }",
    'lost',
  ],
  ['a process that ends itself', 'exports.handler = async () => process.exit(3)', 'exited with 3'],
])('%s is a failure that says so', async (_, source, words) => {
  await expect(host(source).invoke({})).rejects.toThrow(words)
})

test('a function that outgrows its memory is ended', async () => {
  const { invoke } = host(
    'exports.handler = async () => { const kept = []; for (;;) kept.push(new Array(10_000).fill(Math.random())) }',
    { memoryMegabytes: 16, timeoutSeconds: 30 },
  )
  await expect(invoke({})).rejects.toMatchObject({ failure: { errorType: 'Runtime.OutOfMemory' } })
})

test('what a function prints goes to its log', async () => {
  const { invoke, printed } = host(
    "exports.handler = async () => { console.log('out'); console.error('err'); process.stdout.write('raw') }",
  )
  await invoke({})
  await expect.poll(printed).toContain('raw')
  expect(printed()).toContain('out')
  expect(printed()).toContain('err')
})
