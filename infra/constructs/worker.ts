import { Tags } from 'aws-cdk-lib'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import * as logs from 'aws-cdk-lib/aws-logs'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { LogAlarm } from '../function-spec.ts'
import type { Alarmed } from './watch.ts'
import { fiveMinutes, watch } from './watch.ts'

/** China's Cybersecurity Law, article 21, wants network logs kept for six months at least. */
export const logRetention = logs.RetentionDays.ONE_YEAR

/** Tag that carries the function's name in the bill of materials; its name on AWS is left to CloudFormation. */
const functionTag = 'function'

export interface WorkerProps
  extends Alarmed, Partial<Omit<lambda.FunctionProps, 'role' | 'logGroup' | 'initialPolicy'>> {
  /** Its code: a directory with `index.js`. */
  readonly code: lambda.Code
  /** All it may do besides writing its own log. */
  readonly statements: readonly iam.PolicyStatement[]
}

/** A Lambda function with a log, a role and an error alarm of its own. Any setting of the caller wins. */
export class Worker extends Construct {
  readonly function: lambda.Function
  readonly impact: string
  readonly #log: logs.LogGroup

  constructor(scope: Construct, name: string, props: WorkerProps) {
    super(scope, name)
    const { impact, alarms, statements, environment, ...settings } = props
    this.impact = impact

    const log = new logs.LogGroup(this, 'Log', { retention: logRetention })
    this.#log = log
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') })
    role.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [log.logGroupArn],
      }),
    )
    for (const statement of statements) role.addToPrincipalPolicy(statement)

    this.function = new lambda.Function(this, 'Function', {
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      ...settings,
      environment: { POWERTOOLS_SERVICE_NAME: name, ...environment },
      role,
      logGroup: log,
    })
    Tags.of(this.function).add(functionTag, name)

    watch(this, 'Errors', {
      metric: this.function.metricErrors({ period: fiveMinutes }),
      what: `${name} ended with an error.`,
      runbook: 'function-errors',
      impact,
      alarms,
    })
  }

  /** Lets the function do one more thing, on exactly these resources. */
  allow(actions: readonly string[], ...resources: readonly string[]): void {
    this.function.addToRolePolicy(
      new iam.PolicyStatement({ actions: [...actions], resources: [...resources] }),
    )
  }

  /** Rings when the function logs a line of this code. */
  ringOn({ code, what, runbook }: LogAlarm, alarms: ITopic): void {
    const filter = new logs.MetricFilter(this, `Lines-${code}`, {
      logGroup: this.#log,
      filterPattern: logs.FilterPattern.stringValue('$.code', '=', code),
      metricNamespace: `after-sales/${this.function.stack.stackName}`,
      metricName: `${this.node.id}/${code}`,
    })
    watch(this, code, {
      metric: filter.metric({ period: fiveMinutes, statistic: 'Sum' }),
      what,
      runbook,
      impact: this.impact,
      alarms,
    })
  }
}
