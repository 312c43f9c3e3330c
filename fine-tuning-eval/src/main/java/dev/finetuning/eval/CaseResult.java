package dev.finetuning.eval;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.internal.content.FrozenMap;
import java.util.Map;
import java.util.Optional;

/**
 * The result of asking a model one case once: a reply with its scores, or an error.
 *
 * @param testCase the case
 * @param repeat the repetition, from 0
 * @param reply the answer; empty if there is an error
 * @param error why there is no answer; empty if there is one
 * @param scores the scores by metric, in the scorers' order; empty if there is an error
 * @param cached whether the answer was taken from another evaluation, so that its latency says nothing
 *     about this one
 */
public record CaseResult(
        TestCase testCase,
        int repeat,
        Optional<ChatReply> reply,
        Optional<CaseError> error,
        Map<String, Score> scores,
        boolean cached) {
    /**
     * Copies the map.
     *
     * @throws IllegalArgumentException unless there is either a reply or an error
     */
    public CaseResult {
        scores = FrozenMap.copy(scores);
        if (reply.isPresent() == error.isPresent()) {
            throw new IllegalArgumentException("a result has either a reply or an error");
        }
    }

    /** A question that was answered now, and the scores of the answer. */
    public static CaseResult answered(TestCase testCase, int repeat, ChatReply reply, Map<String, Score> scores) {
        return new CaseResult(testCase, repeat, Optional.of(reply), Optional.empty(), scores, false);
    }

    /** A question that got no answer, and why. */
    public static CaseResult failed(TestCase testCase, int repeat, CaseError error) {
        return new CaseResult(testCase, repeat, Optional.empty(), Optional.of(error), Map.of(), false);
    }

    /** Whether there is no answer. */
    public boolean failed() {
        return error.isPresent();
    }

    /** The text of the answer; empty if there is none. */
    public String text() {
        return reply.map(ChatReply::text).orElse("");
    }

    /** The score of a metric, if the answer was scored by it. */
    public Optional<Score> score(String metric) {
        return Optional.ofNullable(scores.get(metric));
    }

    /** Whether the answer passed a metric; false for errors and absent scores. */
    public boolean passed(String metric) {
        return score(metric).filter(Score::passed).isPresent();
    }
}
