import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { functionList, functions } from '../../../infra/functions.ts'
import {
  alarmsOn,
  asText,
  nameOf,
  part,
  refersTo,
  referencesIn,
  templates,
  variablesOf,
} from '../synthesized.ts'

const { ofType, directory } = templates()
const lambdas = ofType('AWS::Lambda::Function').map((lambda) => {
  const name = nameOf(lambda)
  return { name, lambda, spec: functionList.find((each) => each.name === name)! }
})
/** Names of the functions that refer to a resource in a property. */
const usersOf = (id: string, property: string): readonly string[] =>
  lambdas.filter(({ lambda }) => refersTo(lambda.Properties[property], id)).map(({ name }) => name)

describe('functions', () => {
  it('are those of the bill of materials, no more and no fewer', () => {
    expect(lambdas.map(({ name }) => name).sort()).toEqual(Object.keys(functions).sort())
  })

  it.each(lambdas)('$name carries its name as a tag', ({ name, lambda }) => {
    expect(lambda.Properties['Tags']).toContainEqual({ Key: 'function', Value: name })
  })

  it.each(lambdas)('$name has a role of its own, used by nothing else', ({ name, lambda }) => {
    const [role] = referencesIn(lambda.Properties['Role'])
    expect(ofType('AWS::IAM::Role').map(({ id }) => id)).toContain(role)
    expect(usersOf(role!, 'Role')).toEqual([name])
  })

  it.each(lambdas)('$name writes to a log of its own', ({ name, lambda }) => {
    const [log] = referencesIn(part(lambda, 'LoggingConfig.LogGroup'))
    expect(ofType('AWS::Logs::LogGroup').map(({ id }) => id)).toContain(log)
    expect(usersOf(log!, 'LoggingConfig')).toEqual([name])
  })

  it.each(lambdas)(
    '$name has the declared time-out, memory, runtime and architecture',
    ({ lambda, spec }) => {
      expect(lambda.Properties).toMatchObject({
        Timeout: spec.timeoutSeconds,
        MemorySize: spec.memoryMb,
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
      })
    },
  )

  it.each(lambdas)('$name ships its code without the source map', ({ lambda }) => {
    const key = asText(part(lambda, 'Code.S3Key'))
    expect(readdirSync(join(directory, `asset.${key.replace('.zip', '')}`))).toEqual(['index.js'])
  })

  it.each(lambdas)('$name rings on its first error, saying who suffers', ({ lambda, spec }) => {
    const [alarm, ...more] = alarmsOn(lambda.id, 'Errors')
    expect(more).toEqual([])
    expect(alarm!.Properties).toMatchObject({
      Namespace: 'AWS/Lambda',
      Threshold: 1,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    })
    expect(alarm!.Properties['AlarmDescription']).toContain(spec.impact)
  })

  it.each(lambdas)('$name is told of exactly what it has access to', ({ lambda, spec: { access } }) => {
    const expected = [
      'POWERTOOLS_SERVICE_NAME',
      'STAGE',
      ...(access.table === undefined ? [] : ['TABLE_NAME']),
      ...(access.readsFiles === undefined && access.writesFiles === undefined ? [] : ['FILES_BUCKET']),
      ...(access.sendsTo ?? []).map((queue) => `${queue.toUpperCase()}_QUEUE_URL`),
      ...(access.knowsZones === true ? ['ZONES'] : []),
      ...(access.knowsPublicUrl === true ? ['PUBLIC_URL'] : []),
      ...(access.knowsInboxDomain === true ? ['INBOX_DOMAIN'] : []),
      ...(access.sends?.includes('sms') === true ? ['SMS_MAX_PRICE_USD', 'SMS_PER_SECOND'] : []),
      ...(access.sends?.includes('mail') === true
        ? ['MAIL_FROM', 'MAIL_PER_SECOND', 'SES_CONFIGURATION_SET']
        : []),
    ]
    expect(Object.keys(variablesOf(lambda)).sort()).toEqual(expected.sort())
  })

  it.each(lambdas)('$name may start itself again only by its own queue, on purpose', ({ lambda }) => {
    const sources = ofType('AWS::Lambda::EventSourceMapping')
      .filter((mapping) => refersTo(mapping.Properties['FunctionName'], lambda.id))
      .flatMap((mapping) => referencesIn(mapping.Properties['EventSourceArn']))
    const told = referencesIn(variablesOf(lambda))
    const feedsItself = sources.some((source) => told.includes(source))
    expect(lambda.Properties['RecursiveLoop']).toBe(feedsItself ? 'Allow' : undefined)
  })
})
