import { Aspects } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import type { INagLogger, NagLoggerErrorData, NagLoggerNonComplianceData } from 'cdk-nag'
import { expect, it } from 'vitest'
import { acceptedFindings } from '../../../infra/accepted-findings.ts'
import type { AcceptedFinding } from '../../../infra/accepted-findings.ts'
import { assembleSample } from '../synthesized.ts'

interface Finding {
  readonly rule: string
  readonly path: string
  readonly detail: string
}

class Collector implements INagLogger {
  readonly findings: Finding[] = []
  readonly broken: string[] = []
  checked = 0
  onCompliance = (): void => void (this.checked += 1)
  onNotApplicable = (): void => undefined
  onSuppressed = (): void => undefined
  onSuppressedError = (): void => undefined
  onError = ({ ruleId, resource }: NagLoggerErrorData): void =>
    void this.broken.push(`${ruleId} ${resource.node.path}`)
  onNonCompliance = ({ ruleId, findingId, resource }: NagLoggerNonComplianceData): void =>
    void this.findings.push({ rule: ruleId.replace(/\[.*/, ''), path: resource.node.path, detail: findingId })
}

function accepts(accepted: AcceptedFinding, { rule, path, detail }: Finding): boolean {
  const parts = accepted.path.split('/')
  const found = path.split('/')
  const same = parts.length === found.length && parts.every((part, at) => part === '*' || part === found[at])
  return accepted.rule === rule && same && detail.endsWith(accepted.detail ?? '')
}

it('cdk-nag finds nothing but what is accepted with a reason, and nothing is accepted in vain', () => {
  const collector = new Collector()
  const app = assembleSample()
  Aspects.of(app).add(new AwsSolutionsChecks({ reports: false, additionalLoggers: [collector] }))
  app.synth()

  expect(collector.checked).toBeGreaterThan(50)
  expect(collector.broken).toEqual([])
  expect(
    collector.findings.filter((finding) => !acceptedFindings.some((each) => accepts(each, finding))),
  ).toEqual([])
  expect(
    acceptedFindings.filter((accepted) => !collector.findings.some((finding) => accepts(accepted, finding))),
  ).toEqual([])
  for (const { reason } of acceptedFindings) expect(reason.length).toBeGreaterThan(40)
})
