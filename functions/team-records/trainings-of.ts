import type { Meeting } from '../../shared/domain/meeting.ts'
import type { TrainingsView } from '../../shared/http/routes/meetings.ts'

/** What somebody has learnt in these trainings, and what they missed: sums over the records, in minutes. Pure. */
export function trainingsOf(
  staffId: string,
  trainings: readonly Meeting[],
): Omit<TrainingsView, 'staffId' | 'from' | 'until'> {
  const theirs = trainings.flatMap((training): TrainingsView['trainings'] => {
    const { meetingId, dutyCode, topic, heldAt, durationMinutes, results } = training
    const attended = training.attended.includes(staffId)
    const missed = training.absent.find((each) => each.staffId === staffId)
    if (!attended && missed === undefined) return []
    const found = results.find((each) => each.staffId === staffId)
    const result = found && { score: found.score, passed: found.passed, remark: found.remark }
    return [{ meetingId, dutyCode, topic, heldAt, durationMinutes, attended, reason: missed?.reason, result }]
  })
  const attended = theirs.filter((each) => each.attended)
  return {
    attended: attended.length,
    missed: theirs.length - attended.length,
    minutes: attended.reduce((sum, { durationMinutes }) => sum + durationMinutes, 0),
    trainings: theirs,
  }
}
