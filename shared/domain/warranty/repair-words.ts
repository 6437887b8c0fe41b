/* Words of the law that an order's note uses: apart from the rules, which few functions need. */

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
