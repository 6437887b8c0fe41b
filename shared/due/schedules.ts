/**
 * When each job runs, in the dealer's zone. A daily job fires again ten minutes later, for what the index had
 * not shown yet; reminders once more half an hour later, for dealers whose import was half in. Expressions are EventBridge Scheduler's: `cron(minute hour day-of-month month day-of-week year)`.
 */
export interface Schedule {
  readonly job: string
  readonly functionName: string
  readonly expression: string
}

export const schedules: readonly Schedule[] = [
  { job: 'orders-hand-on', functionName: 'staff-hand-on', expression: 'cron(20,50 7 * * ? *)' },
  { job: 'follow-up-drop', functionName: 'follow-up-drop', expression: 'cron(25,55 7 * * ? *)' },
  { job: 'insurance-call-lists', functionName: 'renewal-sweep', expression: 'cron(30,40 7 * * ? *)' },
  { job: 'insurance-list-mail', functionName: 'renewal-lists', expression: 'cron(0,10 8 * * ? *)' },
  // After the night's imports, and before the list of what is not submitted.
  { job: 'warranty-claims', functionName: 'warranty-sweep', expression: 'cron(10,20 8 * * ? *)' },
  { job: 'maintenance-reminders', functionName: 'maintenance-sweep', expression: 'cron(0,10,40 9 * * ? *)' },
  // Dealers set the hour themselves, on the half hour.
  { job: 'appointment-reminders', functionName: 'appointments-sweep', expression: 'cron(0/30 7-20 * * ? *)' },
  { job: 'recall-notices', functionName: 'recall-sweep', expression: 'cron(0/30 9-18 * * ? *)' },
  { job: 'notices-daily', functionName: 'notices-daily', expression: 'cron(0,10 9 * * ? *)' },
  { job: 'notice-effects', functionName: 'notice-effects', expression: 'cron(0/10 7-20 * * ? *)' },
  { job: 'report-deadlines', functionName: 'deadlines-sweep', expression: 'cron(0/10 * * * ? *)' },
  { job: 'deliver', functionName: 'messages-rescue', expression: 'cron(0/10 * * * ? *)' },
  { job: 'replan', functionName: 'dealers-replan', expression: 'cron(5/10 * * * ? *)' },
  // In the morning the month before; then all evening, as dealers close at different hours.
  { job: 'business-reports', functionName: 'business-reports', expression: 'cron(0,10 8,16-23 * * ? *)' },
  // In the morning the lists and what is due; through the day what nobody approves goes up.
  { job: 'warranty-mail', functionName: 'warranty-mail', expression: 'cron(30,40 8-18 * * ? *)' },
  { job: 'account', functionName: 'messages-account', expression: 'cron(30 23 * * ? *)' },
]
