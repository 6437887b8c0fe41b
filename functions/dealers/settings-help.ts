import * as z from 'zod'
import { DealerSettings } from '../../shared/domain/dealer.ts'
import { WarrantySettings } from '../../shared/domain/warranty/warranty-settings.ts'
import { SettingsPatch } from '../../shared/http/routes/dealers.ts'
import type { Sentence } from '../../shared/runtime/problems.ts'

/** What each setting means; a section without fields of its own stands under its own name. */
const help: Readonly<Record<string, Sentence>> = {
  smsWindow: {
    zh: '服务类短信的发送时段（当地时间，含起不含止），时段外的推迟到下一时段，不会丢失。须在 07:00–22:00 之内。',
    en: 'When service SMS may disturb customers, local time, without the end; outside it they wait. Within 07:00–22:00.',
  },
  marketingWindow: {
    zh: '营销类短信的发送时段，须在 08:00–21:00 之内。',
    en: 'The same for marketing SMS: never outside 08:00–21:00.',
  },
  callingHours: {
    zh: '可以给客户打电话的时段，须在 08:00–21:00 之内。',
    en: 'When customers may be rung up. Within 08:00–21:00.',
  },
  openingTime: {
    zh: '上班时间：按营业时间计算的时限从此开始计时。',
    en: 'When the working day begins: time that counts in opening hours alone counts from then.',
  },
  closingTime: {
    zh: '下班时间：当天应完成的事以此为限，之后开始的算下一个工作日。',
    en: 'End of the working day: what is owed the same day is owed by then, and what begins later counts for the next.',
  },
  workingDayOverrides: {
    zh: '本店自己的工作日和休息日，优先于国务院放假安排；国家安排未公布的年份请在此填写。',
    en: "The dealer's own working days and days off, above the State Council's calendar; for years that it lacks too.",
  },
  smsOff: {
    zh: '不发短信的业务：短信通道拒收，或本店不需要。该客户仍在名单和统计中。',
    en: 'Purposes without SMS: the provider refuses them, or the dealer does not want them.',
  },
  'maintenance.sweepAt': {
    zh: '每天判定保养提醒的时间，由部署的定时任务决定。',
    en: "When the day's reminders are decided: the deployment's schedule.",
  },
  'maintenance.daysBefore': {
    zh: '应保养日之前多少天发第一条提醒。',
    en: 'Days before the service at which the first reminder goes out.',
  },
  'maintenance.daysAfter': {
    zh: '应保养日之后多少天仍未来店，发第二条提醒。',
    en: 'Days after the service at which the second one does, if the car has not come.',
  },
  'maintenance.lapsedAfterMonths': {
    zh: '多少个月未来店算流失。',
    en: 'Months without a visit after which a car has lapsed.',
  },
  'maintenance.staleAfterDays': {
    zh: '提醒晚了多少天就不再发（例如系统停机之后），只记录。',
    en: 'A reminder that is late by more days (after an outage, say) is not sent, only recorded.',
  },
  'appointments.remindDaysBefore': {
    zh: '预约到店前几天给客户发短信提醒，不论是否工作日。',
    en: 'Days before an appointment on which its customer is reminded by SMS, working day or not.',
  },
  'appointments.remindAt': {
    zh: '当天几点提醒（整点或半点），须早于短信时段结束。',
    en: 'When on that day, on the half hour; it must be before the window of SMS closes.',
  },
  'appointments.staleWithinHours': {
    zh: '离预约时间不足多少小时就不再提醒（例如系统停机之后），只记录。',
    en: 'A reminder that would go out later than so many hours before it (after an outage, say) is only recorded.',
  },
  maintenancePlans: {
    zh: '各品牌、车型的保养周期（月数或公里数，先到为准）及依据；靠后的匹配项优先，* 表示所有品牌。',
    en: 'Service intervals by brand and model, months or kilometres, whichever comes first, with their source; the last that matches counts, * is every brand.',
  },
  'renewals.sweepAt': {
    zh: '每天生成续保名单的时间，由部署的定时任务决定。',
    en: "When the day's call lists are made: the deployment's schedule.",
  },
  'renewals.mailAt': {
    zh: '每天发送续保名单的时间，由部署的定时任务决定。',
    en: "When they are mailed: the deployment's schedule.",
  },
  'renewals.contactDays': {
    zh: '保单到期前第几天联系客户，每个天数是一个节点。',
    en: "Days before a policy's end at which its customer is called, each a step.",
  },
  'renewals.keepAfterExpiryDays': {
    zh: '保单到期后多少天仍无结果，移出名单。',
    en: 'Days after the end at which a car without an outcome leaves the list.',
  },
  'duties.mailAt': {
    zh: '每天早上把今日职责和已逾期事项发给每个人的时间。',
    en: 'When each person gets the mail of what they owe today and what is overdue.',
  },
  manufacturers: {
    zh: '厂家：中英文名、品牌词、来信的域名和地址、保修件与单据的寄回地址、保修清单的收件邮箱与日期（寄前须专人批准，除非在此关闭）、是否启用。',
    en: 'Manufacturers: names, brand words, the domains and addresses of their mail, where warranty things go, to whom and when manifests are mailed (with a named yes unless that is off), on or off.',
  },
  'insurance.compulsoryTable': {
    zh: '本省交强险费率浮动方案：A 到 E，多数省份为 E。',
    en: "The province's table of what clean years take off the compulsory premium, A to E; most have E.",
  },
  partsOrderClasses: {
    zh: '配件订单类型：代码和中英文名。',
    en: 'The classes of parts orders: codes and names.',
  },
  'repairs.reworkDays': {
    zh: '交车后多少天内因同一问题再来，算返修。',
    en: 'Days after the delivery within which a repair of the same matter is rework.',
  },
  'repairs.laborRates': {
    zh: '工时单价：按工种设定，报价时对所有客户相同；不设定则由前台在报价时填写。',
    en: 'What an hour of work costs, by kind: the same for all customers. Without any the desk names it in each quote.',
  },
  'imports.undoDays': {
    zh: '导入后多少天内可以撤回。',
    en: 'Days for which an import may be taken back.',
  },
  'complaints.repeatDays': {
    zh: '多少天内同一客户或同一车辆的同类抱怨累计，第三次起升一级。',
    en: 'Days within which complaints of one matter by one customer or about one vehicle are counted: the third is one class above.',
  },
  'followUps.afterDays': {
    zh: '交车后第几天回访客户，1 到 10。',
    en: 'Days after the delivery on which its customer is called, 1 to 10.',
  },
  'followUps.dropAfterDays': {
    zh: '交车后超过多少天仍未联系上就不再回访，11 到 60。',
    en: 'Days after the delivery beyond which nobody is called about it any more, 11 to 60.',
  },
  'followUps.badScore': {
    zh: '十分制中不高于多少分即自动登记抱怨单；0 表示不自动登记。',
    en: 'A score of so much or less, of ten, opens a complaint; with 0 none does.',
  },
  'followUps.questions': {
    zh: '回访的问题，其中一个是总体评分；不设定则用部门通用的问题。',
    en: "What is asked, one question for the overall score among it; none: the department's usual questions.",
  },
  'recalls.noticeAt': {
    zh: '召回名单读入后的下一个工作日几点给车主发短信（整点或半点，09:00–18:00）；此前可撤回有误的名单。',
    en: 'When owners get the SMS of a recall on the working day after its list was read, on the half hour, 09:00–18:00; until then a wrong list can be taken back.',
  },
  'recalls.callDays': {
    zh: '召回名单读入后多少天内电话告知车主，7 到 180。',
    en: 'Days after the list of a recall beyond which its owners are called no more, 7 to 180.',
  },
  'warranty.terms': {
    zh: '厂家质保条款：修理、换退、易损件、排放件、总成等的月数和公里数（先到为准）及依据；靠后的匹配项优先，* 表示所有品牌。',
    en: "The manufacturers' own terms: repair, replacement, wear, emission parts, assemblies, in months and kilometres, with their source; the last that matches counts, * is every brand.",
  },
  'warranty.thresholds': {
    zh: '三包预警的起点：累计修理天数、同一问题次数、总成和主要部件更换、严重安全故障、单次修理天数。法定条件不受影响。',
    en: 'From when on the statutory ledger warns: repair days, the same problem, replacements, safety faults, a repair that lasts. What the law itself says is met whatever stands here.',
  },
  'warranty.authorization': {
    zh: '何时须先取得厂家预授权：按索赔类型、金额（分）、配件号或工时代码的开头。',
    en: 'When a manufacturer is to be asked beforehand: by kind of claim, amount in fen, beginnings of part numbers or operation codes.',
  },
  'warranty.evidence': {
    zh: '索赔须附的凭证：照片、救援报告、签字凭单、旧件、批件。',
    en: 'What a claim has to bring: photos, rescue report, signed voucher, old part, approval.',
  },
  'warranty.deadlines': {
    zh: '上传、重新上传、申诉的期限（天）；0 表示当天。修改后对之后的新动作生效。',
    en: 'Days for submission, resubmission and appeal, 0 is the same day; a change counts for what happens from then on.',
  },
  'warranty.odometerFreshDays': {
    zh: '里程读数超过多少天就不再当作今天的里程。',
    en: "A reading of the odometer older than so many days is not taken for today's.",
  },
  'warranty.keepPartsDays': {
    zh: '旧件自拆下起在本店保留的天数（未另行说明时）。',
    en: 'Days for which a replaced part is kept here from its removal on, unless it is told otherwise.',
  },
  'brake.customerMessagesPerSweep': {
    zh: '一次最多给客户发多少条；超过就全部暂停，等人确认，防止误发。',
    en: 'The most customer messages of one run: above it the run stops and asks, so that no mistake reaches everybody.',
  },
}

export interface SettingHelp extends Sentence {
  readonly setting: string
  readonly default: z.core.util.JSONType
  readonly changeable: boolean
}

/** A setting without words of its own: a mistake of ours, which a test finds. */
export class HelpMissing extends Error {
  override readonly name = 'HelpMissing'
}

/** Every setting there is, with its default. */
export function settingsHelp(): SettingHelp[] {
  const settings = { ...DealerSettings.parse({}), warranty: WarrantySettings.parse({}) }
  return Object.entries(settings).flatMap(([section, value]) =>
    section in help ? [helpOf(section, value)] : fieldsOf(section, value),
  )
}

function fieldsOf(section: string, value: unknown): SettingHelp[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [helpOf(section, value)]
  return Object.entries(value).map(([field, inner]) => helpOf(`${section}.${field}`, inner))
}

function helpOf(setting: string, value: unknown): SettingHelp {
  const words = help[setting]
  if (words === undefined) throw new HelpMissing(setting)
  return { setting, ...words, default: z.json().parse(value), changeable: isChangeable(setting, value) }
}

/** Asked of the API's own schema, so that the answer cannot differ from it. */
function isChangeable(setting: string, value: unknown): boolean {
  const [section = '', field] = setting.split('.')
  return SettingsPatch.safeParse({ [section]: field === undefined ? value : { [field]: value } }).success
}
