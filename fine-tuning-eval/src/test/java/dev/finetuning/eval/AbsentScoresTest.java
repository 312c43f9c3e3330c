package dev.finetuning.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.Usage;
import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.eval.compare.ScoreCards;
import dev.finetuning.eval.scorer.Absence;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import dev.finetuning.eval.scorer.judge.ModelGraded;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.JudgeAgreement;
import dev.finetuning.registry.version.JudgeCalibration;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not measured must not look measured. */
class AbsentScoresTest {
    private static final Incident INCIDENT = Incident.of("scripted", "judge");
    private static final String AGREES = "{\"reason\": \"same\", \"verdict\": \"AGREES\"}";

    private final ManualTime time = ManualTime.create();
    private final ScriptedChatModel model = ScriptedChatModel.answering(
                    "m", request -> Cases.answer(request.messages().get(0).text()))
            .usage(Usage.of(10, 10));

    private Evaluator.Builder judgedBy(ChatModel judge) {
        return Evaluator.builder()
                .scorers(ModelGraded.factuality(judge))
                .asking(settings -> settings.journal(new InMemoryJournal())
                        .concurrency(1)
                        .clock(time)
                        .sleeper(time));
    }

    private static ScriptedChatModel agreeing() {
        return ScriptedChatModel.answering("judge", AGREES).usage(Usage.of(100, 10));
    }

    /** Judges the first case, and has nothing to say of the others. */
    private static ChatModel judgeOfOne() {
        AtomicInteger asked = new AtomicInteger();
        return ScriptedChatModel.answering("judge", request -> asked.incrementAndGet() == 1 ? AGREES : "hm");
    }

    @Test
    void evaluate_oneScoredNineAbsent_fails() {
        Evaluator evaluator = judgedBy(judgeOfOne()).build();

        EvaluationFailedException failure = catchThrowableOfType(
                EvaluationFailedException.class, () -> evaluator.evaluate(Cases.numbered(10), model));

        assertThat(failure).hasMessageContaining("no score by Factuality");
        assertThat(failure.absentScores()).isEqualTo(2);
    }

    @Test
    void evaluate_absentScoresAllowed_areCountedAndFailTheAssertion(@TempDir Path folder) throws Exception {
        Evaluation evaluation = judgedBy(judgeOfOne()).absentLimit(1).build().evaluate(Cases.numbered(10), model);

        assertThat(evaluation.absent("Factuality")).isEqualTo(9);
        assertThat(evaluation.absences("Factuality")).isEqualTo(Map.of(Absence.JUDGE_FAILED, 9L));
        assertThat(evaluation.aggregate().absent()).isEqualTo(9);
        assertThat(evaluation.toString()).contains("not scored by Factuality: 9");
        assertThatThrownBy(() -> EvaluationAssert.assertThat(evaluation).hasNoErrors())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("JUDGE_FAILED=9");
        Path file = folder.resolve("evaluation.jsonl");
        EvaluationFile.write(evaluation, file);
        assertThat(EvaluationFile.read(file)).isEqualTo(evaluation);
    }

    @Test
    void promote_oneScoredNineAbsent_isRefusedThoughTheGateWouldPass() {
        Evaluation evaluation = judgedBy(judgeOfOne()).absentLimit(1).build().evaluate(Cases.numbered(10), model);
        ScoreCard card = ScoreCards.of(evaluation, "Factuality", time.instant());
        assertThat(card.value()).isEqualTo(1);
        assertThat(card.absent()).isEqualTo(9);
        assertThat(card.toString()).contains("1 cases, 9 not scored");
        ModelRegistry registry = JournaledModelRegistry.open(new InMemoryJournal());
        Author ci = Author.of("ci", "nightly");
        ModelVersion version = registry.register(Registration.ofModel("bot", "m"), ci);
        JudgeAgreement agreement =
                new JudgeAgreement(JudgeAgreement.Statistic.COHENS_KAPPA, 0.9, new Interval(0.8, 0.95, 0.95), 60);
        JudgeCalibration calibration = JudgeCalibration.builder(
                        "bot", card.judge().orElseThrow(), agreement, time.instant())
                .build();
        ModelVersion scored = registry.score(version, List.of(card.withCalibration(calibration)), ci);

        PromotionPolicy policy = PromotionPolicy.of(Gate.atLeast("Factuality", 0.9));
        assertThat(registry.promote(scored, Alias.PRODUCTION, policy, ci).promoted())
                .isFalse();
        assertThat(registry.promote(scored, Alias.PRODUCTION, policy.withAbsentLimit(1), ci)
                        .promoted())
                .isTrue();
    }

    @Test
    void evaluate_busyJudge_isAskedAgain() {
        ScriptedChatModel judge = agreeing()
                .failNext(new RetryLaterException(INCIDENT, "busy", Duration.ofSeconds(30), null))
                .failNext(new RetryLaterException(INCIDENT, "busy", Duration.ofSeconds(30), null));

        Evaluation evaluation = judgedBy(judge).build().evaluate(Cases.numbered(2), model);

        assertThat(evaluation.absent("Factuality")).isZero();
        assertThat(judge.asked()).hasSize(4);
    }

    @Test
    void evaluate_brokenJudge_isCountedAsFailed() {
        ScriptedChatModel judge = agreeing().failNext(new ProviderFaultException(INCIDENT, "nonsense", null));

        Evaluation evaluation = judgedBy(judge).build().evaluate(Cases.numbered(10), model);

        assertThat(evaluation.absences("Factuality")).isEqualTo(Map.of(Absence.JUDGE_FAILED, 1L));
    }

    @Test
    void evaluate_judgeWithoutCredentials_ends() {
        ScriptedChatModel judge = agreeing().failNext(new CredentialsException(INCIDENT, "no such key", null));

        assertThatThrownBy(() -> judgedBy(judge).build().evaluate(Cases.numbered(3), model))
                .isInstanceOf(CredentialsException.class);
    }

    @Test
    void paid_judgedAnswers_countTheJudgeToo() {
        Evaluation evaluation = judgedBy(agreeing()).build().evaluate(Cases.numbered(2), model);

        assertThat(evaluation.judgeUsage()).isEqualTo(Map.of("judge", Usage.of(200, 20)));
        PriceList own = PriceList.empty().with(price("m"));
        assertThat(evaluation.paid(own)).as("nobody knows what the judge costs").isEmpty();
        assertThat(evaluation.paid(own.with(price("judge")))).contains(Money.usd("0.000260"));
    }

    private static ModelPrice price(String id) {
        return ModelPrice.builder(id, LocalDate.EPOCH)
                .input(Money.usd("1"))
                .output(Money.usd("1"))
                .build();
    }

    @Test
    void evaluate_again_asksNoJudgeAndIsTheSame() {
        ScriptedChatModel judge = agreeing();
        Evaluator evaluator = judgedBy(judge).build();
        Evaluation first = evaluator.evaluate(Cases.numbered(4), model);

        assertThat(evaluator.evaluate(Cases.numbered(4), model)).isEqualTo(first);
        assertThat(evaluator.rescore(first)).isEqualTo(first);
        assertThat(judge.asked()).hasSize(4);
    }

    @Test
    void evaluate_scorerThatGivesNothingOrBreaks_isATypedAbsence() {
        Evaluation evaluation = Evaluator.builder()
                .scorers(new ExactMatch(), new Broken("Null", false), new Broken("Thrown", true))
                .absentLimit(1)
                .build()
                .evaluate(Cases.numbered(3), model);

        assertThat(evaluation.absences("Null")).isEqualTo(Map.of(Absence.SCORER_FAILED, 3L));
        assertThat(evaluation.absences("Thrown")).isEqualTo(Map.of(Absence.SCORER_FAILED, 3L));
        assertThat(evaluation.absent("ExactMatch")).isZero();
        assertThat(evaluation.results().get(0).score("Thrown").orElseThrow().reason())
                .contains("IllegalStateException")
                .doesNotContain("secret");
    }

    @Test
    void evaluate_secondScorerBreaks_failsAboveTheLimit() {
        Evaluator evaluator = Evaluator.of(new ExactMatch(), new Broken("Thrown", true));

        assertThatThrownBy(() -> evaluator.evaluate(Cases.numbered(10), model))
                .isInstanceOf(EvaluationFailedException.class)
                .hasMessageContaining("Thrown");
    }

    @Test
    void evaluate_secondScorerHasNothingToJudge_isNoFailure() {
        Scorer picky = new Scorer() {
            @Override
            public String name() {
                return "Picky";
            }

            @Override
            public Score score(ScoreInput input) {
                return Score.absent("Picky", "it looks at tables only");
            }
        };

        Evaluation evaluation = Evaluator.of(new ExactMatch(), picky).evaluate(Cases.numbered(10), model);

        assertThat(evaluation.absences("Picky")).isEqualTo(Map.of(Absence.NOTHING_TO_JUDGE, 10L));
        EvaluationAssert.assertThat(evaluation).hasNoErrors();
    }

    @Test
    void evaluate_throwingProgressListener_goesOn() {
        Evaluation evaluation = Evaluator.builder()
                .scorers(new ExactMatch())
                .progress(progress -> {
                    throw new IllegalStateException("a broken screen");
                })
                .build()
                .evaluate(Cases.numbered(5), model);

        assertThat(evaluation.aggregate().scored()).isEqualTo(5);
    }

    @Test
    void evaluate_throwingHeartbeat_ends() {
        IllegalStateException taken = new IllegalStateException("somebody else has the run");
        Evaluator evaluator = Evaluator.of(new ExactMatch()).withHeartbeat(() -> {
            throw taken;
        });

        assertThatThrownBy(() -> evaluator.evaluate(Cases.numbered(5), model)).isSameAs(taken);
    }

    private record Broken(String name, boolean throwing) implements Scorer {
        @Override
        @SuppressWarnings("NullAway") // what a scorer written without null checks may do
        public Score score(ScoreInput input) {
            if (throwing) {
                throw new IllegalStateException("a secret of the answer");
            }
            return null;
        }
    }
}
