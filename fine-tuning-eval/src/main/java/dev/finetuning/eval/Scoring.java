package dev.finetuning.eval;

import dev.finetuning.FineTuningException;
import dev.finetuning.asking.Answer;
import dev.finetuning.asking.FailureKind;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.eval.scorer.Absence;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.Scorer;
import dev.finetuning.provider.ProviderException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Applies all scorers to an answer. */
final class Scoring {
    private final List<Scorer> scorers;

    private Scoring(List<Scorer> scorers) {
        this.scorers = scorers;
    }

    /** These scorers, whose judges are asked as the evaluator asks. */
    static Scoring of(List<Scorer> scorers, Judges judges) {
        return new Scoring(
                scorers.stream().map(scorer -> scorer.asking(judges::asked)).toList());
    }

    CaseResult result(CaseQuestion question, Answer answer, String evaluationId) {
        Map<String, Score> scores =
                answer.reply().map(reply -> scores(question.testCase(), reply)).orElse(Map.of());
        Optional<CaseError> error = answer.failure().map(failure -> new CaseError(failure.kind(), failure.message()));
        boolean cached = !answer.askedBy().equals(evaluationId);
        return new CaseResult(question.testCase(), question.repeat(), answer.reply(), error, scores, cached);
    }

    CaseResult rescored(CaseResult result) {
        return result.reply()
                .map(reply -> new CaseResult(
                        result.testCase(),
                        result.repeat(),
                        result.reply(),
                        Optional.empty(),
                        scores(result.testCase(), reply),
                        result.cached()))
                .orElse(result);
    }

    private Map<String, Score> scores(TestCase testCase, ChatReply reply) {
        Map<String, Score> scores = new LinkedHashMap<>();
        for (Scorer scorer : scorers) {
            scores.put(scorer.name(), score(scorer, testCase, reply));
        }
        return scores;
    }

    // a scorer that breaks on one answer must not cost the others; what the library throws on purpose
    // (no expected answer, no credentials for a judge) is for the caller to fix
    private static Score score(Scorer scorer, TestCase testCase, ChatReply reply) {
        try {
            @Nullable Score score = scorer.score(testCase.scored(reply.message()));
            return score == null
                    ? Score.absent(scorer.name(), Absence.SCORER_FAILED, "the scorer gave no score")
                    : score;
        } catch (ProviderException e) {
            if (FailureKind.of(e).isEmpty()) {
                throw e;
            }
            return Score.absent(scorer.name(), Absence.JUDGE_FAILED, "the judge could not be asked: " + name(e));
        } catch (FineTuningException e) {
            throw e;
        } catch (RuntimeException e) {
            return Score.absent(scorer.name(), Absence.SCORER_FAILED, "the scorer failed with " + name(e));
        }
    }

    private static String name(RuntimeException e) {
        return e.getClass().getName();
    }
}
