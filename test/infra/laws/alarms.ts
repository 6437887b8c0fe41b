import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { functionList } from '../../../infra/functions.ts'
import { asText, nameOf, part, refersTo, statementsAt, templates } from '../synthesized.ts'

const root = join(import.meta.dirname, '../../..')
const { ofType } = templates()
const alarms = ofType('AWS::CloudWatch::Alarm')
const [topic] = ofType('AWS::SNS::Topic')
const runbookOf = (description: string) => / Runbook: (docs\/runbooks\/[a-z-]+\.md)$/.exec(description)?.[1]

describe('alarms', () => {
  it.each(alarms)('$id says what happened and who suffers, and names a runbook that exists', (alarm) => {
    const description = asText(alarm.Properties['AlarmDescription'])
    const runbook = runbookOf(description)
    expect(runbook).toBeDefined()
    expect(existsSync(join(root, runbook!)), runbook).toBe(true)
    expect(description.split(/[.:] /).length).toBeGreaterThanOrEqual(4)
  })

  it.each(alarms)('$id tells somebody', (alarm) => {
    expect(refersTo(alarm.Properties['AlarmActions'], topic!.id)).toBe(true)
  })

  it('reach a person by mail, and may publish to their topic', () => {
    expect(ofType('AWS::SNS::Subscription').map((each) => each.Properties['Protocol'])).toContain('email')
    const statements = ofType('AWS::SNS::TopicPolicy').flatMap((each) => statementsAt(each, 'PolicyDocument'))
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
      }),
    )
  })

  it('leave no runbook without an alarm that leads to it', () => {
    const used = new Set(alarms.map((alarm) => runbookOf(asText(alarm.Properties['AlarmDescription']))))
    const written = readdirSync(join(root, 'docs/runbooks')).map((file) => `docs/runbooks/${file}`)
    expect([...used].sort()).toEqual(written.sort())
  })
})

describe('lines of the log that ring', () => {
  const declared = functionList.flatMap(({ name, rings }) =>
    (rings ?? []).map(({ code }) => ({ name, code })),
  )
  const filters = ofType('AWS::Logs::MetricFilter')

  it('are those declared, and no others', () => {
    expect(declared.length).toBeGreaterThan(0)
    expect(filters.map((filter) => part(filter, 'MetricTransformations.0.MetricName')).sort()).toEqual(
      declared.map(({ name, code }) => `${name}/${code}`).sort(),
    )
  })

  it.each(declared)('$code in the log of $name becomes a metric with an alarm', ({ name, code }) => {
    const metric = `${name}/${code}`
    const filter = filters.find((each) => part(each, 'MetricTransformations.0.MetricName') === metric)!
    const lambda = ofType('AWS::Lambda::Function').find((each) => nameOf(each) === name)!
    expect(filter.Properties['LogGroupName']).toEqual(part(lambda, 'LoggingConfig.LogGroup'))
    expect(filter.Properties['FilterPattern']).toBe(`{ $.code = "${code}" }`)
    const namespace = part(filter, 'MetricTransformations.0.MetricNamespace')
    expect(
      alarms.filter(
        ({ Properties }) => Properties['Namespace'] === namespace && Properties['MetricName'] === metric,
      ),
    ).toHaveLength(1)
  })

  it.each(declared)('$code of $name is a line that the code logs', ({ code }) => {
    const sources = globSync('{shared,functions}/**/*.ts', { cwd: root })
    expect(
      sources.some((path) => readFileSync(join(root, path), 'utf8').includes(`code: '${code}'`)),
      code,
    ).toBe(true)
  })
})

describe('logs', () => {
  it('are all kept for six months at least, and not for ever', () => {
    for (const { id, Properties } of ofType('AWS::Logs::LogGroup')) {
      expect(Properties['RetentionInDays'], id).toBeGreaterThanOrEqual(184)
    }
  })
})
