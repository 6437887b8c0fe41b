import type { FactFault } from './fact-sheet.ts'

/** What is told of an effect, Chinese first: why it has failed, and what of a list was left as it is. */

interface Sentence {
  readonly zh: string
  readonly en: string
}

const failures = {
  'lists-unreadable': {
    zh: '附件或正文中列有内容，但都无法读取，见 faults',
    en: 'Something is listed, and none of it can be read: faults says where',
  },
  'columns-unknown': {
    zh: '附件表格中没有认出要用的列，请查看附件，手工处理或请厂家改列名',
    en: 'No column of the attached table is one that is read: look at it, and put it in by hand',
  },
  'manufacturer-unknown': {
    zh: '无法确定是哪个厂家的结算单，请手工录入',
    en: 'Nobody can tell whose settlement it is: hand it in by hand',
  },
  'duty-missing': {
    zh: '本店尚未采用“每月三次M订单”职责，请采用后重试',
    en: 'The dealer has not adopted the duty of the stock orders: adopt it, then try again',
  },
  'too-many-campaigns': {
    zh: '一封通知中的活动代码过多，请分开处理或联系厂家',
    en: 'One notice names too many campaigns: ask the manufacturer for several',
  },
  'day-missing': { zh: '没有生效日期', en: 'There is no day from which it counts' },
  'broke-off': {
    zh: '多次处理中断，请稍后重试；如仍失败请告知管理员',
    en: 'It broke off several times: try again later, and tell the administrator when it does so again',
  },
} as const satisfies Record<string, Sentence>
export type EffectFailure = keyof typeof failures

/** What was listed and left, though it could be read. */
type LeftCode =
  | 'statement-there'
  | 'statement-accepted'
  | 'price-contradicted'
  | 'date-past'
  | 'date-other-class'
  | 'date-without-class'
  | 'date-too-far-ahead'
  | 'campaign-unclear'
export type EffectFaultCode = FactFault['code'] | LeftCode

const faults: Readonly<Record<EffectFaultCode, Sentence>> = {
  'table-too-large': { zh: '文件过大，未读取', en: 'The file is too large and was not read' },
  'table-unreadable': { zh: '表格文件无法解析', en: 'The table cannot be parsed' },
  'old-workbook': {
    zh: '旧版 .xls 文件不读取，请厂家发 .xlsx 或 CSV，或手工录入',
    en: 'Old .xls workbooks are not read: ask for .xlsx or CSV, or put it in by hand',
  },
  'rows-left-out': {
    zh: '行数过多，后面的未读取',
    en: 'There are too many rows: those behind were not read',
  },
  'vin-length': { zh: '车架号不是 17 位', en: 'The VIN does not have 17 characters' },
  'vin-characters': { zh: '车架号含有不允许的字符', en: 'The VIN has characters that none has' },
  'vin-all-equal': { zh: '车架号各位相同', en: 'The VIN is one character over and over' },
  'vin-check-digit': { zh: '车架号校验位不符', en: 'The VIN has a wrong check digit' },
  'date-invalid': { zh: '日期无法识别', en: 'The date cannot be read' },
  'part-number-invalid': { zh: '配件编码无法识别', en: 'The part number cannot be read' },
  'price-invalid': { zh: '价格无法识别', en: 'The price cannot be read' },
  'claim-number-invalid': { zh: '索赔单号无法识别', en: 'The number of the claim cannot be read' },
  'amount-invalid': { zh: '金额无法识别', en: 'The amount cannot be read' },
  'statement-there': {
    zh: '同编号的结算单已经录入，本次未再录入',
    en: 'There is a statement of that number already: it stays as it is',
  },
  'statement-accepted': {
    zh: '结算单已确认，不能撤回',
    en: 'The statement was accepted and cannot be taken back',
  },
  'price-contradicted': {
    zh: '同一配件列有不同价格，均未采用，请向厂家核实',
    en: 'The part stands there with several prices: none was taken, ask the manufacturer',
  },
  'date-past': { zh: '日期已过', en: 'The day is over' },
  'date-other-class': { zh: '不是库存订单的日期', en: 'It is no day of stock orders' },
  'date-without-class': {
    zh: '没有写订单类型，其他日期写了',
    en: 'It names no class of orders, and others do',
  },
  'date-too-far-ahead': { zh: '日期太远', en: 'The day lies too far ahead' },
  'campaign-unclear': {
    zh: '通知中有多个活动代码，此车架号未注明是哪一个',
    en: 'The notice names several campaigns, and not which one this VIN is listed for',
  },
}

/** The words for what stands in a record. */
export function failureWords(code: string): Sentence {
  return isFailure(code) ? failures[code] : failures['broke-off']
}

export function faultWords(code: string): Sentence {
  return isFault(code) ? faults[code] : unknown
}

const unknown: Sentence = { zh: '无法处理', en: 'It could not be used' }

function isFailure(code: string): code is EffectFailure {
  return Object.hasOwn(failures, code)
}

function isFault(code: string): code is EffectFaultCode {
  return Object.hasOwn(faults, code)
}
