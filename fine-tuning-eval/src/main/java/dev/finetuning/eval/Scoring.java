package dev.finetuning.eval;

import dev.finetuning.FineTuningException;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.Scorer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Applies all scorers to an answer. */
final class Scoring {
    private final List<Scorer> scorers;

    Scoring(List<Scorer> scorers) {
        this.scorers = List.copyOf(scorers);
    }

    CaseResult result(Question question, Answer answer, String evaluationId) {
        ChatReply reply = answer.reply();
        Map<String, Score> scores = reply == null ? Map.of() : scores(question.testCase(), reply);
        boolean cached = !answer.evaluationId().equals(evaluationId);
        return new CaseResult(question.testCase(), question.repeat(), reply, answer.error(), scores, cached);
    }

    CaseResult rescored(CaseResult result) {
        ChatReply reply = result.reply();
        return reply == null
                ? result
                : new CaseResult(
                        result.testCase(),
                        result.repeat(),
                        reply,
                        null,
                        scores(result.testCase(), reply),
                        result.cached());
    }

    private Map<String, Score> scores(TestCase testCase, ChatReply reply) {
        Map<String, Score> scores = new LinkedHashMap<>();
        for (Scorer scorer : scorers) {
            scores.put(scorer.name(), score(scorer, testCase, reply));
        }
        return scores;
    }

    // a scorer that breaks on one answer must not cost the others; what the library throws on purpose
    // (no expected answer, no credentials for a judge) is the caller's to mend
    private static Score score(Scorer scorer, TestCase testCase, ChatReply reply) {
        try {
            return scorer.score(testCase.scored(reply.message()));
        } catch (FineTuningException e) {
            throw e;
        } catch (RuntimeException e) {
            return Score.absent(
                    scorer.name(), "the scorer failed with " + e.getClass().getName());
        }
    }
}
