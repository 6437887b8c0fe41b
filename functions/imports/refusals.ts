interface Sentence {
  readonly zh: string
  readonly en: string
}

/** Why a row is refused, and the way out. The codes are part of the import's report and never change meaning. */
const refusals = {
  'row-too-long': {
    zh: '这一行过长，无法读取：请检查是否缺少换行，修改后重新导入',
    en: 'The line is too long to be a row: look for a missing line break, correct it and import again',
  },
  'quote-unclosed': {
    zh: '这一行的英文双引号没有成对：请补上或删除多余的引号后重新导入',
    en: 'A double quote in this row has no partner: add or delete one and import again',
  },
  'too-many-cells': {
    zh: '这一行的单元格比表头多：内容里有逗号时请用英文双引号括起来',
    en: 'The row has more cells than the header: put a cell that contains a comma in double quotes',
  },
  'characters-unreadable': {
    zh: '内容里有无法识别的字符（编码损坏）：请从原系统重新导出，或改正该单元格',
    en: 'The cell has damaged characters: export it again from the old system or correct the cell',
  },
  'text-too-long': {
    zh: '内容过长：请缩短后重新导入',
    en: 'The text is too long: shorten it and import again',
  },
  required: {
    zh: '必填项为空：请补充后重新导入',
    en: 'A required cell is empty: fill it in and import again',
  },
  'number-mangled': {
    zh: '编号被 Excel 变成了科学计数法：请把该列设为文本格式，从原系统重新导出',
    en: 'Excel turned the number into scientific notation: format the column as text and export it again',
  },
  'name-missing': { zh: '姓名为空：请补充姓名', en: 'The name is empty: fill it in' },
  'phone-invalid': {
    zh: '手机号为空或不是有效的 11 位手机号：请向客户核实后改正',
    en: 'The mobile number is empty or not a valid 11-digit one: check it with the customer',
  },
  'email-invalid': { zh: '邮箱格式不正确：请改正', en: 'The e-mail address is not valid: correct it' },
  'role-unknown': {
    zh: '岗位不在岗位表里：请改为系统中的岗位名称',
    en: 'The role is not one the system knows: use the name of a known role',
  },
  'left-before-joined': {
    zh: '离职日期早于入职日期：请核对两个日期',
    en: 'The leaving date is before the joining date: check both',
  },
  'vin-length': {
    zh: '车架号不是 17 位：请按行驶证核对',
    en: 'The VIN does not have 17 characters: check it against the licence',
  },
  'vin-characters': {
    zh: '车架号含有 VIN 不使用的字符（如 I、O、Q）：请按行驶证核对',
    en: 'The VIN has characters that no VIN has (such as I, O, Q): check it against the licence',
  },
  'vin-all-equal': {
    zh: '车架号的 17 位全部相同，不是真实的车架号：请按行驶证填写',
    en: 'All characters of the VIN are the same: enter the real one from the licence',
  },
  'vin-check-digit': {
    zh: '车架号校验位（第 9 位）不符，可能有一位写错：请按行驶证核对',
    en: 'The check digit (9th character) of the VIN is wrong, so one character is mistyped: check it against the licence',
  },
  'date-missing': { zh: '日期为空：请补充', en: 'The date is empty: fill it in' },
  'date-invalid': {
    zh: '日期无法识别或不存在：请写成 2026-11-23 的形式',
    en: 'The date cannot be read or does not exist: write it like 2026-11-23',
  },
  'purchase-date-future': {
    zh: '购车日期晚于今天：请核对',
    en: 'The purchase date lies in the future: check it',
  },
  'last-visit-date-future': {
    zh: '最近进厂日期晚于今天：请核对',
    en: 'The date of the last visit lies in the future: check it',
  },
  'received-date-future': {
    zh: '进厂日期晚于今天：请核对',
    en: 'The date received lies in the future: check it',
  },
  'delivered-date-future': {
    zh: '交车日期晚于今天：请核对',
    en: 'The date delivered lies in the future: check it',
  },
  'delivered-before-received': {
    zh: '交车日期早于进厂日期：请核对两个日期',
    en: 'The vehicle was delivered before it was received: check both dates',
  },
  'order-lives-here': {
    zh: '该工单已在本系统中办理，导入不会改动它：请在本系统中核对交车状态和车辆',
    en: 'The order is worked on in this system, so no import changes it: check here whether it is delivered, and of which car',
  },
  'delivered-date-missing': {
    zh: '状态为已交车，但交车日期为空：请补充交车日期',
    en: 'The order is delivered but has no delivery date: fill it in',
  },
  'ends-before-start': {
    zh: '到期日期早于起保日期：请核对两个日期',
    en: 'The policy ends before it starts: check both dates',
  },
  'expected-before-ordered': {
    zh: '预计到货日期早于订货日期：请核对两个日期',
    en: 'The parts are expected before they were ordered: check both dates',
  },
  'mileage-negative': { zh: '里程为负数：请核对', en: 'The mileage is negative: check it' },
  'mileage-not-a-number': {
    zh: '里程不是 0 到 9,999,999 之间的数字：请改正',
    en: 'The mileage is not a number from 0 to 9,999,999: correct it',
  },
  'premium-not-a-number': {
    zh: '保费为空或不是金额：请填写数字',
    en: 'The premium is empty or not an amount: enter a number',
  },
  'premium-negative': { zh: '保费为负数：请核对', en: 'The premium is negative: check it' },
  'amount-not-a-number': {
    zh: '金额为空或不是数字：请改正',
    en: 'The amount is empty or not a number: correct it',
  },
  'amount-negative': { zh: '金额为负数：请核对', en: 'The amount is negative: check it' },
  'quantity-invalid': {
    zh: '数量不是大于 0 的整数：请改正',
    en: 'The quantity is not a whole number above 0: correct it',
  },
  'kind-unknown': {
    zh: '类型或险种不在可选范围内：请改为系统中的名称',
    en: 'The kind is not one the system knows: use the name of a known kind',
  },
  'class-unknown': {
    zh: '订单类型不在本店设置的类别中（默认 M、S、J、E）：请改正，或先在设置中添加',
    en: "The order class is none of the dealer's (by default M, S, J, E): correct it, or add it to the settings",
  },
  'settlement-unknown': {
    zh: '结算方式应为自费、厂家索赔或保险：请改正',
    en: 'The settlement must be customer, manufacturer or insurer: correct it',
  },
  'status-unknown': {
    zh: '状态应为在修或已交车：请改正',
    en: 'The status must be in work or delivered: correct it',
  },
  'customer-unknown': {
    zh: '客户编号在客户档案里找不到：请先导入该客户，或改正编号',
    en: 'No customer has this number: import the customer first or correct the number',
  },
  'customer-erased': {
    zh: '该客户的个人信息已应其要求删除，不再导入：请在原系统中一并删除；客户重新来店时请另建档案',
    en: 'The personal data of this customer was erased on request and is not taken in again: erase it in the old system too, and make a new record when the customer comes back',
  },
  'vehicle-unknown': {
    zh: '车架号在车辆档案里找不到：请先导入该车辆，或改正车架号',
    en: 'No vehicle has this VIN: import the vehicle first or correct the VIN',
  },
  'order-unknown': {
    zh: '关联工单找不到：请先导入该工单，或改正工单号',
    en: 'No repair order has this number: import the order first or correct the number',
  },
  'duplicate-row': {
    zh: '与第 {first} 行完全相同，以那一行为准：无需处理',
    en: 'The same row stands in line {first} and counts there: nothing to do',
  },
  'key-conflict': {
    zh: '与第 {first} 行编号相同但内容不同，以那一行为准：请核对后只保留正确的一行',
    en: 'Line {first} has the same number with other values and counts: check both and keep the right one',
  },
} as const satisfies Record<string, Sentence>

/** What is accepted without the cell in question, or with a doubt; the row itself is kept. */
const warnings = {
  'plate-ignored': {
    zh: '车牌号格式不正确，已按无车牌保存：请补正',
    en: 'The plate is not valid and was left out: correct it',
  },
  'birthday-ignored': {
    zh: '生日无法识别，已留空：请补正',
    en: 'The birthday cannot be read and was left out: correct it',
  },
  'gender-ignored': { zh: '性别无法识别，已留空', en: 'The gender cannot be read and was left out' },
  'phone-ignored': {
    zh: '员工手机号无效，已留空：请补正',
    en: 'The mobile number of this member of staff is not valid and was left out: correct it',
  },
  'consent-unclear': {
    zh: '短信同意一栏无法识别，按未同意处理：请填是或否',
    en: 'The consent cannot be read and counts as not given: enter yes or no',
  },
  'vin-check-digit': {
    zh: '车架号校验位不符（进口车可能没有校验位）：请按行驶证核对',
    en: 'The check digit of the VIN is wrong, which occurs on imported cars: check it against the licence',
  },
  'vehicle-merged': {
    zh: '该车架号的档案已合并到同一辆车的另一档案，以合并后的档案为准，本行资料未写入',
    en: "The record of this VIN was merged into the car's other one, which counts: the row's own values were left out",
  },
  'delivered-date-ignored': {
    zh: '工单还在修，交车日期未保存：请核对状态或交车日期',
    en: 'The order is still in work, so its delivery date was left out: check the status or the date',
  },
  'mileage-set-aside': {
    zh: '里程比上次小或增长异常，未用于推算保养日期：请核对',
    en: 'The odometer falls, or grows beyond reason, so no service date is counted from it: check it',
  },
  'customer-merged': {
    zh: '该编号的客户档案已合并到另一客户，以合并后的档案为准，本行资料未写入',
    en: "The record of this number was merged into another customer's, which counts: the row's own values were left out",
  },
  'parts-order-worked-on': {
    zh: '该配件订单已在系统中处理过，以系统为准，本行未覆盖：无需处理',
    en: 'People have worked on this parts order here, and what they recorded stands: nothing to do',
  },
  'specialist-unknown': {
    zh: '续保专员工号找不到，按未分配处理：请核对工号',
    en: 'No member of staff has this number, so the policy counts as unassigned: check the number',
  },
} as const satisfies Record<string, Sentence>

export type RefusalCode = keyof typeof refusals
export type WarningCode = keyof typeof warnings

interface Place {
  /** Physical line of the file on which the row begins, from 1. */
  readonly line: number
  /** The column's header as it stands in the file; absent when the row as a whole is meant. */
  readonly field?: string
  /** The cell as written, shortened. For the clerk's report only: it may be personal data. */
  readonly value?: string
}

export interface Refusal extends Place, Sentence {
  readonly code: RefusalCode
}

export interface Warning extends Place, Sentence {
  readonly code: WarningCode
}

/** What a code says of any row that it is given to. */
export function sentenceOf(code: string): Sentence {
  const known: Readonly<Record<string, Sentence>> = refusals
  const { zh, en } = (Object.hasOwn(known, code) ? known[code] : undefined) ?? { zh: code, en: code }
  return { zh: zh.replace('第 {first} 行', '前面某行'), en: en.replace('line {first}', 'an earlier line') }
}

/** `firstLine` is where the row stood first: for `duplicate-row` and `key-conflict`. */
export function refusal(code: RefusalCode, place: Place, firstLine?: number): Refusal {
  const { zh, en } = refusals[code]
  const first = String(firstLine ?? '')
  return { ...place, code, zh: zh.replace('{first}', first), en: en.replace('{first}', first) }
}

export function warning(code: WarningCode, place: Place): Warning {
  return { ...place, code, ...warnings[code] }
}
