package dev.finetuning.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.Progress;
import dev.finetuning.asking.FailureKind;
import dev.finetuning.asking.RateLimit;
import dev.finetuning.asking.RetryPolicy;
import dev.finetuning.asking.internal.StoredFields;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.eval.scorer.MissingExpectedException;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final Incident INCIDENT = Incident.of("scripted", "ask");

    private final ManualTime time = ManualTime.create();

    private static ScriptedChatModel knowing() {
        return ScriptedChatModel.answering("m", request -> Cases.answer(last(request)));
    }

    private static String last(ChatRequest request) {
        return request.messages().get(request.messages().size() - 1).text();
    }

    private Evaluator.Builder exact() {
        return Evaluator.builder()
                .scorers(new ExactMatch())
                .asking(settings -> settings.clock(time).sleeper(time));
    }

    @Test
    void evaluate_manyCases_keepsTheirOrderAndScoresEach() {
        ScriptedChatModel half = ScriptedChatModel.answering(
                "m", request -> last(request).endsWith("1") ? "wrong" : Cases.answer(last(request)));

        Evaluation evaluation = exact().build().evaluate(Cases.numbered(10), half);

        assertThat(evaluation.results())
                .extracting(r -> r.testCase().input().get(0).text())
                .containsExactly("q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9");
        assertThat(evaluation.aggregate().mean().value()).isCloseTo(0.9, within(1e-12));
        assertThat(evaluation.aggregate().passed().n()).isEqualTo(10);
        assertThat(evaluation.by("category")).containsOnlyKeys("c0", "c1", "c2");
        assertThat(evaluation.by("category").get("c1").aggregate().mean().value())
                .isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void evaluate_refusedQuestions_areCountedApartFromScores() {
        ScriptedChatModel model = knowing().failNext(new RequestRejectedException(INCIDENT, List.of("no"), null));

        Evaluation evaluation = exact().build().evaluate(Cases.numbered(20), model);

        assertThat(evaluation.errorsByKind()).isEqualTo(Map.of(FailureKind.REJECTED, 1L));
        assertThat(evaluation.aggregate().mean().value()).isEqualTo(1);
        assertThat(evaluation.aggregate().scored()).isEqualTo(19);
        assertThat(evaluation.aggregate().errors()).isEqualTo(1);
    }

    @Test
    void evaluate_tooManyErrors_failsAndKeepsWhatWasAnswered() {
        InMemoryJournal journal = new InMemoryJournal();
        ScriptedChatModel model = knowing();
        for (int i = 0; i < 3; i++) {
            model.failNext(new RequestRejectedException(INCIDENT, List.of("no"), null));
        }
        Evaluator evaluator = exact().errorLimit(0.2)
                .asking(settings -> settings.concurrency(1).journal(journal))
                .build();

        EvaluationFailedException failure = catchThrowableOfType(
                EvaluationFailedException.class, () -> evaluator.evaluate(Cases.numbered(10), model));

        assertThat(failure.errors()).isEqualTo(Map.of(FailureKind.REJECTED, 3L));
        assertThat(model.asked()).hasSizeLessThan(10);
    }

    @Test
    void evaluate_busyProvider_isAskedAgainAfterTheTimeItNamed() {
        ScriptedChatModel model =
                knowing().failNext(new RetryLaterException(INCIDENT, "busy", Duration.ofSeconds(30), null));
        Instant start = time.instant();

        Evaluation evaluation = exact().build().evaluate(Cases.numbered(1), model);

        assertThat(evaluation.errors()).isZero();
        assertThat(model.asked()).hasSize(2);
        assertThat(Duration.between(start, time.instant())).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void evaluate_providerBusyForGood_endsAsBusyAndIsAskedAgainNextTime() {
        ScriptedChatModel model = knowing();
        for (int i = 0; i < 2; i++) {
            model.failNext(new RetryLaterException(INCIDENT, "busy", null, null));
        }
        Evaluator evaluator = exact().asking(settings -> settings.retries(RetryPolicy.DEFAULT.withAttempts(2))
                        .concurrency(1)
                        .journal(new InMemoryJournal()))
                .build();

        Evaluation first = evaluator.evaluate(Cases.numbered(10), model);
        Evaluation second = evaluator.evaluate(Cases.numbered(10), model);

        assertThat(first.errorsByKind()).isEqualTo(Map.of(FailureKind.BUSY, 1L));
        assertThat(second.errors()).isZero();
        assertThat(model.asked()).hasSize(2 + 9 + 1);
    }

    @Test
    void evaluate_again_asksNothingAndGivesTheSame() {
        ScriptedChatModel model = knowing().usage(Usage.of(7, 3)).latency(Duration.ofMillis(20));
        Evaluator evaluator = exact().build();

        Evaluation first = evaluator.evaluate(Cases.numbered(10), model);
        Evaluation second = evaluator.evaluate(Cases.numbered(10), model);

        assertThat(second).isEqualTo(first);
        assertThat(model.asked()).hasSize(10);
        assertThat(first.usage()).isEqualTo(Usage.of(70, 30));
    }

    @Test
    void evaluate_halfASurrogatePairInAnAnswer_isKeptAsItIs() {
        ScriptedChatModel model = ScriptedChatModel.answering("m", "half \uD83D, whole \uD83D\uDE00");
        Evaluator evaluator = exact().build();

        Evaluation first = evaluator.evaluate(Cases.numbered(1), model);
        Evaluation second = evaluator.evaluate(Cases.numbered(1), model);

        assertThat(second.results().get(0).text()).isEqualTo("half \uD83D, whole \uD83D\uDE00");
        assertThat(second).isEqualTo(first);
    }

    @Test
    void evaluate_moreCasesLater_takesOverAnswersButNotTheirLatency() {
        ScriptedChatModel model = knowing().latency(Duration.ofMillis(20));
        Evaluator evaluator = exact().build();
        evaluator.evaluate(Cases.numbered(6), model);

        Evaluation more = evaluator.evaluate(Cases.numbered(10), model);

        assertThat(model.asked()).hasSize(10);
        assertThat(more.results()).filteredOn(CaseResult::cached).hasSize(6);
        assertThat(more.latencyMillis().count()).isEqualTo(4);
    }

    @Test
    void evaluate_badCredentials_throwsThem() {
        ScriptedChatModel model = knowing().failNext(new CredentialsException(INCIDENT, "no such key", null));

        assertThatThrownBy(() -> exact().build().evaluate(Cases.numbered(5), model))
                .isInstanceOf(CredentialsException.class);
    }

    @Test
    void evaluate_caseWithoutExpectation_throwsWhatTheScorerThrows() {
        TestCase open =
                new TestCase("open", List.of(Message.user("q")), List.of(), Optional.empty(), Map.of(), Map.of());

        assertThatThrownBy(() -> exact().build().evaluate(List.of(open), ScriptedChatModel.echo("m")))
                .isInstanceOf(MissingExpectedException.class);
    }

    @Test
    void evaluate_callPastItsDeadline_endsAsDeadline() {
        CountDownLatch never = new CountDownLatch(1);
        ChatModel hung = ScriptedChatModel.answering("hung", request -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
            return "";
        });
        Evaluator evaluator = exact().asking(settings -> settings.deadline(Duration.ofMillis(30)))
                .errorLimit(1)
                .build();

        Evaluation evaluation = evaluator.evaluate(Cases.numbered(2), hung);

        assertThat(evaluation.errorsByKind()).isEqualTo(Map.of(FailureKind.DEADLINE, 2L));
    }

    @Test
    void evaluate_interrupted_stopsKeepsAnswersAndGoesOnLater() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        ChatModel model = ScriptedChatModel.answering("m", request -> {
            if (asked.incrementAndGet() == 4) {
                hanging.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("interrupted", e);
                }
            }
            return Cases.answer(last(request));
        });
        Evaluator evaluator =
                exact().asking(settings -> settings.concurrency(1)).build();
        List<Throwable> thrown = new ArrayList<>();
        Thread caller = new Thread(() -> {
            try {
                evaluator.evaluate(Cases.numbered(10), model);
            } catch (EvaluationInterruptedException e) {
                thrown.add(e);
            }
        });
        caller.start();
        hanging.await();
        caller.interrupt();
        caller.join();

        Evaluation resumed = evaluator.evaluate(Cases.numbered(10), model);

        assertThat(thrown).hasSize(1);
        assertThat(asked).hasValue(11);
        assertThat(resumed.aggregate().mean().value()).isEqualTo(1);
    }

    @Test
    void evaluate_repeats_sendSeedsAndShowFlakiness() {
        ScriptedChatModel model = ScriptedChatModel.answering("m", request -> {
            long seed = request.seed().orElse(-1);
            return seed == 101 && last(request).equals("q0") ? "flaked" : Cases.answer(last(request));
        });

        Evaluation evaluation = exact().repeats(3, 100).build().evaluate(Cases.numbered(4), model);

        assertThat(model.asked())
                .extracting(ChatRequest::seed)
                .containsOnly(OptionalLong.of(100), OptionalLong.of(101), OptionalLong.of(102));
        assertThat(evaluation.flakiness("ExactMatch").orElseThrow().value()).isEqualTo(0.25);
        assertThat(evaluation.aggregate().scored()).isEqualTo(4);
        assertThat(evaluation.aggregate().mean().value()).isCloseTo(11 / 12.0, within(1e-12));
    }

    @Test
    void evaluate_progress_countsUpWithTheScoreSoFar() {
        List<Progress> heard = new ArrayList<>();

        exact().progress(heard::add).build().evaluate(Cases.numbered(5), knowing());

        assertThat(heard).extracting(Progress::done).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(heard.get(4).activity()).isEqualTo("evaluating m, ExactMatch 1.000 so far");
    }

    @Test
    void rescore_otherScorer_asksNobody() {
        ScriptedChatModel model = knowing();
        Evaluation exact = exact().build().evaluate(Cases.numbered(5), model);

        Evaluation renamed = Evaluator.of(new ExactMatch().named("Same")).rescore(exact);

        assertThat(renamed.aggregate("Same").mean().value()).isEqualTo(1);
        assertThat(model.asked()).hasSize(5);
    }

    @Test
    void evaluate_rateLimit_spreadsRequestsOverTime() {
        Instant start = time.instant();

        exact().asking(settings ->
                        settings.rateLimit(RateLimit.requestsPerMinute(60)).concurrency(1))
                .build()
                .evaluate(Cases.numbered(61), knowing());

        assertThat(Duration.between(start, time.instant())).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void evaluate_sameIdTwice_isRejected() {
        List<TestCase> twice = List.of(TestCase.of("q", "a"), TestCase.of("q", "a"));

        assertThatThrownBy(() -> exact().build().evaluate(twice, knowing()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(twice.get(0).id());
    }

    @Test
    void toolsAndParts_survive_theJournal() {
        ChatReply reply = new ChatReply(
                Message.assistant(List.of(dev.finetuning.example.ToolCall.of("c1", "look", "{\"a\":1}"))),
                "tool_calls",
                new Usage(5, 2, 3),
                Duration.ofNanos(123),
                "m-1",
                Optional.of("req"));

        assertThat(StoredFields.reply(StoredFields.reply(reply))).isEqualTo(reply);
    }
}
