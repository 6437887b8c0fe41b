import { Duration } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import type { Runbook } from '../runbooks.ts'

export interface Alarmed {
  /** Who suffers when this fails, in one sentence. */
  readonly impact: string
  /** Where alarms go. */
  readonly alarms: ITopic
}

export interface WatchProps extends Alarmed, Partial<cloudwatch.AlarmProps> {
  readonly metric: cloudwatch.IMetric
  readonly runbook: Runbook
  /** What the alarm saw, as the first words of its description. */
  readonly what: string
}

/** An alarm that says what happened, who suffers and where the runbook is. Rings at 1 or more, once seen. */
export function watch(scope: Construct, id: string, props: WatchProps): cloudwatch.Alarm {
  const { impact, alarms, runbook, what, ...settings } = props
  const alarm = new cloudwatch.Alarm(scope, id, {
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `${what} ${impact} Runbook: docs/runbooks/${runbook}.md`,
    ...settings,
  })
  alarm.addAlarmAction(new SnsAction(alarms))
  alarm.addOkAction(new SnsAction(alarms))
  return alarm
}

export const fiveMinutes = Duration.minutes(5)
