package dev.finetuning.eval;

import dev.finetuning.FineTuningException;
import dev.finetuning.asking.Answer;
import dev.finetuning.asking.FailureKind;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.eval.scorer.Absence;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import dev.finetuning.provider.ProviderException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/** Applies all scorers to an answer. */
final class Scoring {
    private final List<Judged> scorers;

    private Scoring(List<Judged> scorers) {
        this.scorers = scorers;
    }

    /** A scorer, and the models that it asks as far as that is known. */
    private record Judged(Scorer scorer, Set<String> judges) {
        static Judged of(Scorer scorer, Judges judges) {
            Set<String> asked = new ConcurrentSkipListSet<>();
            return new Judged(
                    scorer.asking(model -> {
                        asked.add(model.id());
                        return judges.asked(model);
                    }),
                    asked);
        }

        String name() {
            return scorer.name();
        }

        /** The score, marked as a model's if one is asked and the scorer does not say which. */
        @Nullable
        Score score(ScoreInput input) {
            @Nullable Score score = scorer.score(input);
            boolean unmarked =
                    score != null && !score.isAbsent() && score.judge().isEmpty();
            return unmarked && !judges.isEmpty() ? score.byJudge(String.join(" and ", judges)) : score;
        }
    }

    /** These scorers, whose judges are asked as the evaluator asks. */
    static Scoring of(List<Scorer> scorers, Judges judges) {
        return new Scoring(
                scorers.stream().map(scorer -> Judged.of(scorer, judges)).toList());
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
        for (Judged scorer : scorers) {
            scores.put(scorer.name(), score(scorer, testCase, reply));
        }
        return scores;
    }

    // a scorer that breaks on one answer must not cost the others; what the library throws on purpose
    // (no expected answer, no credentials for a judge) is for the caller to fix
    private static Score score(Judged scorer, TestCase testCase, ChatReply reply) {
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
