/* Words of the law that records have too: apart from its versions, which few who open a record need. */

/** What a customer may choose once a condition of the law is met. */
export type Remedy = 'new_assembly' | 'replace' | 'return'

/** Time that Art. 24 does not count among the days of repair. */
export const leftOutReasons = ['vin_part_transport', 'battery_transport', 'rescue_travel'] as const
export type LeftOutReason = (typeof leftOutReasons)[number]

/** 转向系统失效, 制动系统失效, 车身开裂, 燃油泄漏, 动力蓄电池起火. */
export const earlyFailures = [
  'steering_failure',
  'brake_failure',
  'body_crack',
  'fuel_leak',
  'battery_fire',
] as const
export type EarlyFailure = (typeof earlyFailures)[number]
