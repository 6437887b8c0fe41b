import * as z from 'zod'

/** What differs between deployments. Chosen by `-c stage=prod`; `-c mailFrom=…` and the like override one setting. */
export const Stage = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,15}$/),
  /** AWS region; it must offer SNS SMS, SES and Cognito. */
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
  /** Twelve digits; without it the account of the deploying credentials. */
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  /** IANA zones of the dealers served: every schedule exists once per zone. */
  zones: z.array(z.string().regex(/^[A-Za-z_]+(\/[A-Za-z_+-]+)*$/)).min(1),
  /** Sender of staff mail. Its domain is verified in SES once per account, by whoever holds its DNS. */
  mailFrom: z.email(),
  alarmEmail: z.email(),
  /** Where manufacturers' mail comes in: `<dealerId>@<this domain>`. Its MX record names SES's inbound end point of the region. */
  inboxDomain: z.hostname(),
  /** Where people reach the API, without a slash at the end: a name of the dealers' own, or the gateway's (`ApiUrl`). */
  publicUrl: z.url({ protocol: /^https$/ }).regex(/[^/]$/),
  sms: z.strictObject({
    /** SNS drops an SMS that would cost more, in USD. */
    maxPriceUsd: z.coerce.number().positive(),
    perSecond: z.coerce.number().positive(),
    /** Month's spend in USD at whose 80 % the alarm rings; keep it equal to the account's SNS spend quota. */
    monthlyBudgetUsd: z.coerce.number().positive(),
  }),
  mail: z.strictObject({ perSecond: z.coerce.number().positive() }),
})
export type Stage = z.infer<typeof Stage>

const common = {
  region: 'ap-southeast-1',
  zones: ['Asia/Shanghai'],
  // SNS's own default of 20 SMS a second; SES's 14 mails a second: half, as other systems share the account.
  sms: { maxPriceUsd: 0.06, perSecond: 10, monthlyBudgetUsd: 100 },
  mail: { perSecond: 7 },
}

const stages: Readonly<Record<string, unknown>> = {
  dev: {
    ...common,
    name: 'dev',
    mailFrom: 'after-sales@dev.example.com',
    alarmEmail: 'after-sales-alarms@dev.example.com',
    inboxDomain: 'inbox.dev.example.com',
    publicUrl: 'https://after-sales.dev.example.com',
  },
  prod: {
    ...common,
    name: 'prod',
    mailFrom: 'after-sales@example.com',
    alarmEmail: 'after-sales-alarms@example.com',
    inboxDomain: 'inbox.example.com',
    publicUrl: 'https://after-sales.example.com',
    sms: { ...common.sms, monthlyBudgetUsd: 1000 },
  },
}

/** Settings that the command line may replace. */
const Overrides = Stage.pick({
  region: true,
  account: true,
  mailFrom: true,
  alarmEmail: true,
  inboxDomain: true,
  publicUrl: true,
}).partial()

/**
 * The checked settings of a stage.
 * @param context reads a CDK context value (`-c key=value`), undefined when it is not given
 * @throws Error that names the stages there are, or the setting that is wrong
 */
export function readStage(context: (key: string) => unknown): Stage {
  const name = z.string().default('dev').parse(context('stage'))
  if (!Object.hasOwn(stages, name)) {
    throw new Error(`There is no stage '${name}': use -c stage=${Object.keys(stages).join(' or -c stage=')}.`)
  }
  const given = Object.keys(Overrides.shape).map((key): [string, unknown] => [key, context(key)])
  const overrides = Object.fromEntries(given.filter(([, value]) => value !== undefined))
  const stage = z.record(z.string(), z.unknown()).parse(stages[name])
  const checked = Stage.safeParse({ ...stage, ...overrides })
  if (!checked.success) throw new Error(`Settings of stage '${name}': ${z.prettifyError(checked.error)}`)
  return checked.data
}
