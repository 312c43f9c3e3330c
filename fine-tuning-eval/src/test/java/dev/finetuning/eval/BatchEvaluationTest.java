package dev.finetuning.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.asking.FailureKind;
import dev.finetuning.asking.RetryPolicy;
import dev.finetuning.chat.BatchAnswer;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.BudgetExceededException;
import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.eval.baseline.Baselines;
import dev.finetuning.eval.batch.BatchMode;
import dev.finetuning.eval.batch.BatchPendingException;
import dev.finetuning.eval.report.Report;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatchEvaluationTest {
    private static final Incident INCIDENT = Incident.of("scripted", "submit");
    private static final PriceList PRICES = PriceList.empty()
            .with(ModelPrice.builder("m", LocalDate.of(2026, 1, 1))
                    .input(Money.usd("1.00"))
                    .output(Money.usd("1.00"))
                    .build());

    private final ManualTime time = ManualTime.create();

    private Evaluator.Builder batching(Journal journal) {
        return Evaluator.builder()
                .scorers(new ExactMatch())
                .asking(settings -> settings.journal(journal).clock(time).sleeper(time))
                .batches(BatchMode.DEFAULT.withQuestions(4));
    }

    @Test
    void evaluate_inBatches_givesWhatAskingOneByOneGives() {
        ScriptedBatchModel model = ScriptedBatchModel.knowing();

        Evaluation evaluation = batching(new InMemoryJournal()).build().evaluate(Cases.numbered(10), model);

        assertThat(evaluation.aggregate().mean().value()).isEqualTo(1);
        assertThat(evaluation.results())
                .extracting(result -> result.testCase().input().get(0).text())
                .startsWith("q0", "q1", "q2");
        assertThat(evaluation.latencyMillis().count()).isZero();
        assertThat(model.batches()).isEqualTo(3);
        assertThat(model.paid()).isEqualTo(10);
    }

    @Test
    void evaluate_again_takesAnswersFromTheSameBookWhicheverWayTheyCame() {
        InMemoryJournal journal = new InMemoryJournal();
        ScriptedBatchModel model = ScriptedBatchModel.knowing();
        Evaluation batched = batching(journal).build().evaluate(Cases.numbered(10), model);
        Evaluator oneByOne = Evaluator.builder()
                .scorers(new ExactMatch())
                .asking(settings -> settings.journal(journal))
                .build();

        assertThat(oneByOne.evaluate(Cases.numbered(10), model)).isEqualTo(batched);
        assertThat(batching(journal).build().evaluate(Cases.numbered(10), model))
                .isEqualTo(batched);
        assertThat(model.paid()).isEqualTo(10);
    }

    @Test
    void evaluate_crashAtAnyWriteToTheJournal_neverPaysTwiceAndReportsTheSame() {
        String undisturbed = html(
                batching(new InMemoryJournal()).build().evaluate(Cases.numbered(10), ScriptedBatchModel.knowing()));
        int crashes = 0;
        for (int write = 0; ; write++) {
            for (boolean written : new boolean[] {false, true}) {
                InMemoryJournal journal = new InMemoryJournal();
                ScriptedBatchModel model = ScriptedBatchModel.knowing();
                Evaluator dying =
                        batching(new DyingJournal(journal, write, written)).build();
                try {
                    dying.evaluate(Cases.numbered(10), model);
                    assertThat(crashes)
                            .as("every write of a whole evaluation was tried")
                            .isEqualTo(2 * 12);
                    return;
                } catch (Death expected) {
                    crashes++;
                }
                Evaluation resumed = batching(journal).build().evaluate(Cases.numbered(10), model);
                assertThat(html(resumed)).isEqualTo(undisturbed);
                assertThat(model.paid()).as("write %d", write).isEqualTo(10);
            }
        }
    }

    @Test
    void evaluate_outcomeOfSubmitUnknown_findsTheBatchThereIs() {
        ScriptedBatchModel model = ScriptedBatchModel.knowing()
                .failAfterSubmit(new OutcomeUnknownException(INCIDENT, "timed out", null, null))
                .failNextLook(new RetryLaterException(INCIDENT, "busy", null, null));

        Evaluation evaluation = batching(new InMemoryJournal()).build().evaluate(Cases.numbered(4), model);

        assertThat(evaluation.errors()).isZero();
        assertThat(model.paid()).isEqualTo(4);
    }

    @Test
    void evaluate_refusedAndUnansweredQuestions_areErrorsOfTheirKind() {
        ScriptedBatchModel model = new ScriptedBatchModel(question -> switch (question) {
            case "q1" -> BatchAnswer.refused("HTTP 400");
            case "q2" -> BatchAnswer.failed("HTTP 500");
            case "q3" -> null;
            default -> ScriptedBatchModel.answer(Cases.answer(question));
        });
        Evaluator evaluator = batching(new InMemoryJournal())
                .errorLimit(1)
                .asking(settings -> settings.retries(RetryPolicy.DEFAULT.withAttempts(2)))
                .build();

        Evaluation evaluation = evaluator.evaluate(Cases.numbered(8), model);

        assertThat(evaluation.errorsByKind()).isEqualTo(Map.of(FailureKind.REJECTED, 1L, FailureKind.FAULT, 2L));
        assertThat(evaluation.results().get(2).error()).contains(new CaseError(FailureKind.FAULT, "HTTP 500"));
        // the refused one once, the other two in a second batch
        assertThat(model.paid()).isEqualTo(8 + 2);
    }

    @Test
    void evaluate_withoutPatience_handsInAndIsPickedUpLater() {
        InMemoryJournal journal = new InMemoryJournal();
        ScriptedBatchModel model = ScriptedBatchModel.knowing();
        Evaluator evaluator = batching(journal)
                .batches(BatchMode.DEFAULT.withPatience(Duration.ZERO))
                .build();

        for (int look = 0; look < 2; look++) {
            BatchPendingException pending = catchThrowableOfType(
                    BatchPendingException.class, () -> evaluator.evaluate(Cases.numbered(6), model));
            assertThat(pending.batchIds()).containsExactly("batch-0");
        }

        assertThat(evaluator.evaluate(Cases.numbered(6), model).errors()).isZero();
        assertThat(model.paid()).isEqualTo(6);
    }

    @Test
    void evaluate_moreCasesWhileABatchIsOpen_waitsForItAndHandsInTheRest() {
        InMemoryJournal journal = new InMemoryJournal();
        ScriptedBatchModel model = ScriptedBatchModel.knowing();
        Evaluator impatient = batching(journal)
                .batches(BatchMode.DEFAULT.withPatience(Duration.ZERO))
                .build();
        assertThatThrownBy(() -> impatient.evaluate(Cases.numbered(6), model))
                .isInstanceOf(BatchPendingException.class);

        Evaluation more = batching(journal).build().evaluate(Cases.numbered(9), model);

        assertThat(more.errors()).isZero();
        assertThat(more.results()).filteredOn(CaseResult::cached).hasSize(6);
        assertThat(model.paid()).isEqualTo(9);
    }

    @Test
    void evaluate_batchTheProviderForgot_isHandedInAnew() {
        InMemoryJournal journal = new InMemoryJournal();
        ScriptedBatchModel model = ScriptedBatchModel.knowing();
        Evaluator impatient = batching(journal)
                .batches(BatchMode.DEFAULT.withPatience(Duration.ZERO))
                .build();
        assertThatThrownBy(() -> impatient.evaluate(Cases.numbered(3), model))
                .isInstanceOf(BatchPendingException.class);
        model.forget();

        assertThat(batching(journal).build().evaluate(Cases.numbered(3), model).errors())
                .isZero();
    }

    @Test
    void evaluate_providerRefusesTheBatch_endsWithItsWordAndBeginsAnewNextTime() {
        ScriptedBatchModel model = ScriptedBatchModel.knowing()
                .failNextLook(new RequestRejectedException(INCIDENT, List.of("no such model"), null));
        Budget budget = Budget.of(Money.usd("1.00"));
        Evaluator evaluator = batching(new InMemoryJournal())
                .asking(settings -> settings.budget(budget, PRICES))
                .build();

        assertThatThrownBy(() -> evaluator.evaluate(Cases.numbered(3), model))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("no such model");

        assertThat(budget.open()).isEmpty();
        assertThat(evaluator.evaluate(Cases.numbered(3), model).errors()).isZero();
    }

    @Test
    void evaluate_withABudget_reservesPerBatchAndSettlesWhatItCost() {
        InMemoryJournal journal = new InMemoryJournal();
        ScriptedBatchModel model = ScriptedBatchModel.knowing();
        Budget budget = Budget.of(Money.usd("1.00"));
        Evaluator impatient = batching(journal)
                .batches(new BatchMode(4, Duration.ofMinutes(1), Duration.ZERO))
                .asking(settings -> settings.budget(budget, PRICES))
                .build();
        assertThatThrownBy(() -> impatient.evaluate(Cases.numbered(10), model))
                .isInstanceOf(BatchPendingException.class);
        assertThat(budget.open()).hasSize(3);
        assertThat(budget.reserved()).isGreaterThan(Money.usd("0"));

        batching(journal)
                .asking(settings -> settings.budget(budget, PRICES))
                .build()
                .evaluate(Cases.numbered(10), model);

        assertThat(budget.open()).isEmpty();
        assertThat(budget.spent()).isEqualTo(Money.usd("0.01"));
    }

    @Test
    void evaluate_budgetTooSmall_handsNothingIn() {
        ScriptedBatchModel model = ScriptedBatchModel.knowing();
        Evaluator evaluator = batching(new InMemoryJournal())
                .asking(settings -> settings.budget(Budget.of(Money.usd("0.0001")), PRICES))
                .build();

        assertThatThrownBy(() -> evaluator.evaluate(Cases.numbered(10), model))
                .isInstanceOf(BudgetExceededException.class);

        assertThat(model.paid()).isZero();
    }

    @Test
    void evaluate_modelWithoutBatches_isRefused() {
        Evaluator evaluator = batching(new InMemoryJournal()).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluator.evaluate(Cases.numbered(1), ScriptedChatModel.echo("m")))
                .withMessageContaining("takes no batches");
    }

    @Test
    void fewShot_overAModelWithBatches_takesBatches() {
        Set<String> texts = new HashSet<>();
        ScriptedBatchModel base = new ScriptedBatchModel(question -> {
            texts.add(question);
            return ScriptedBatchModel.answer("x");
        });
        var training = List.of(dev.finetuning.example.ChatExample.of(
                dev.finetuning.example.Message.user("shot"), dev.finetuning.example.Message.assistant("a")));

        Evaluation evaluation = batching(new InMemoryJournal())
                .build()
                .evaluate(Cases.numbered(2), Baselines.fewShot(base, training, 1, 0));

        assertThat(evaluation.errors()).isZero();
        assertThat(texts).containsExactly("shot");
    }

    private static String html(Evaluation evaluation) {
        return Report.builder("Batches").candidate(evaluation).build().html();
    }

    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Dies at one write: just before it, or just after. */
    private record DyingJournal(Journal kept, int write, boolean written, AtomicInteger writes) implements Journal {
        DyingJournal(Journal kept, int write, boolean written) {
            this(kept, write, written, new AtomicInteger());
        }

        @Override
        public long append(String stream, long expectedSize, List<JournalEntry> entries) {
            boolean dies = writes.getAndIncrement() == write;
            if (dies && !written) {
                throw new Death();
            }
            long size = kept.append(stream, expectedSize, entries);
            if (dies) {
                throw new Death();
            }
            return size;
        }

        @Override
        public List<JournalEntry> read(String stream, long fromSequence, int limit) {
            return kept.read(stream, fromSequence, limit);
        }

        @Override
        public void close() {}
    }
}
