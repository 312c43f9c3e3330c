package dev.finetuning.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.BudgetExceededException;
import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.cost.UnknownPriceException;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SynthesisFailuresTest {
    private static final Incident INCIDENT = Incident.of("scripted", "ask");

    private final ManualTime time = ManualTime.create();
    private final Journal journal = new InMemoryJournal();

    private Synthesis.Builder of(ChatModel model, int examples) {
        return Synthesis.paraphrases(model, Makers.verified(examples))
                .perExample(1)
                .asking(settings ->
                        settings.concurrency(1).journal(journal).clock(time).sleeper(time));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Sure! Here they are: {\"paraphrases\": [\"a\"]}",
                "[\"a\"]",
                "{\"paraphrases\": \"a\"}",
                "{\"paraphrases\": []}",
                "{\"paraphrases\": [1]}",
                "{\"paraphrases\": [\" \"]}",
                "{\"paraphrases\": [\"a\"]} {}",
                "{\"paraphrases\": [\"a\"], \"paraphrases\": [\"b\"]}",
                "{\"paraphrases\": [\"\\ud83d alone\"]}",
                "```"
            })
    void answer_notOfTheForm_isAskedForAgainOnceThenCounted(String text) {
        ScriptedChatModel model = ScriptedChatModel.answering("maker", text);

        SynthesisResult result = of(model, 1).build().run();

        assertThat(result.rejected()).extracting(RejectedCandidate::code).containsExactly("answer_malformed");
        assertThat(result.made()).isEmpty();
        assertThat(model.asked()).hasSize(2);
        of(model, 1).build().run();
        assertThat(model.asked()).as("bad answers were paid for too").hasSize(2);
    }

    @Test
    void answer_cutShort_isCounted() {
        ChatModel model =
                new Fixed(ChatReply.of(Message.assistant("{\"para"), "length", Usage.of(1, 1), Duration.ZERO, "m"));

        assertThat(of(model, 1).build().run().rejectedByCode()).containsOnlyKeys("answer_cut_short");
        assertThat(Synthesis.distillation(model, Makers.verified(1))
                        .build()
                        .run()
                        .rejectedByCode())
                .containsOnlyKeys("answer_cut_short");
    }

    @Test
    void refusal_isCountedAndAskedAgainNextTime() {
        ScriptedChatModel model =
                Makers.rewording().failNext(new RequestRejectedException(INCIDENT, List.of("policy"), null));

        assertThat(of(model, 2).build().run().rejectedByCode()).containsOnlyKeys("refused");
        SynthesisResult again = of(model, 2).build().run();
        assertThat(again.made()).hasSize(2);
        assertThat(again.calls().remembered()).isEqualTo(1);
        assertThat(again.calls().asked()).isEqualTo(1);
    }

    @Test
    void busyProvider_isObeyedInFull() {
        ScriptedChatModel model =
                Makers.rewording().failNext(new RetryLaterException(INCIDENT, "busy", Duration.ofSeconds(90), null));
        var start = time.instant();

        assertThat(of(model, 1).build().run().made()).hasSize(1);
        assertThat(Duration.between(start, time.instant())).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void deadProvider_endsTheRunAndLeavesTheRestForLater() {
        ScriptedChatModel model = Makers.rewording();
        for (int i = 0; i < 64 * 5; i++) {
            model.failNext(new RetryLaterException(INCIDENT, "down", null, null));
        }

        SynthesisResult result = of(model, 200).maxShare(1).build().run();

        assertThat(result.made()).isEmpty();
        assertThat(result.isComplete()).isFalse();
        assertThat(result.calls().unanswered()).isEqualTo(200);
        assertThat(model.asked()).as("one chunk was tried").hasSize(320);
        assertThat(of(model, 200).maxShare(1).build().run().made()).hasSize(200);
    }

    @Test
    void unknownOutcome_leavesTheQuestionOpen() {
        ScriptedChatModel model =
                Makers.rewording().failNext(new OutcomeUnknownException(INCIDENT, "lost", null, null));

        SynthesisResult result = of(model, 3).maxShare(1).build().run();

        assertThat(result.made()).hasSize(2);
        assertThat(result.calls().unanswered()).isEqualTo(1);
        assertThat(of(model, 3).maxShare(1).build().run().made()).hasSize(3);
        assertThat(model.asked()).hasSize(4);
    }

    @Test
    void failuresNoQuestionSurvives_areThrownWithAnswersKept() {
        CredentialsException refused = new CredentialsException(INCIDENT, "bad key", null);
        ScriptedChatModel model = Makers.rewording().failNext(refused);
        assertThatThrownBy(() -> of(model, 3).build().run()).isSameAs(refused);

        NotFoundException missing = new NotFoundException(INCIDENT, "model", "maker", null);
        ScriptedChatModel gone = Makers.rewording().failNext(missing);
        assertThatThrownBy(() -> of(gone, 3).build().run()).isSameAs(missing);
        assertThat(of(gone, 3).build().run().made()).hasSize(3);
    }

    @Test
    void budget_tooSmallForTheEstimate_refusesBeforeTheFirstCall() {
        ScriptedChatModel model = Makers.rewording();
        PriceList prices = prices("100", "1000");
        SynthesisEstimate estimate = of(model, 10)
                .asking(settings -> settings.prices(prices))
                .build()
                .estimate();

        assertThat(estimate.calls()).isEqualTo(10);
        assertThat(estimate.examples()).isEqualTo(10);
        assertThat(estimate.cost()).isPresent();
        Budget small = Budget.of(Money.usd("0.01"));
        assertThatThrownBy(() -> of(model, 10)
                        .asking(settings -> settings.budget(small, prices))
                        .build()
                        .run())
                .isInstanceOf(BudgetExceededException.class);
        assertThatThrownBy(() -> of(model, 10)
                        .asking(settings -> settings.budget(small, PriceList.empty()))
                        .build()
                        .run())
                .isInstanceOf(UnknownPriceException.class);
        assertThat(model.asked()).isEmpty();
    }

    @Test
    void budget_afterTheRun_holdsWhatWasSpent() {
        ScriptedChatModel model = Makers.rewording().usage(Usage.of(1_000_000, 0));
        Budget budget = Budget.of(Money.usd("100"));

        SynthesisResult result = of(model, 3)
                .maxShare(1)
                .asking(settings -> settings.budget(budget, prices("2", "2")))
                .build()
                .run();

        assertThat(result.cost()).contains(Money.usd("6"));
        assertThat(budget.spent()).isEqualTo(Money.usd("6"));
        assertThat(budget.open()).isEmpty();
        SynthesisResult again = of(model, 3)
                .maxShare(1)
                .asking(settings -> settings.budget(budget, prices("2", "2")))
                .build()
                .run();
        assertThat(again.cost()).contains(Money.usd("0"));
        assertThat(again.calls().usage()).isEqualTo(Usage.of(3_000_000, 0));
        assertThat(budget.spent()).isEqualTo(Money.usd("6"));
        assertThat(of(model, 3)
                        .maxShare(1)
                        .asking(settings -> settings.prices(prices("2", "2")))
                        .build()
                        .estimate()
                        .calls())
                .isZero();
    }

    @Test
    void budget_usedUpOnTheWay_stopsAndGoesOnWithMore() {
        ScriptedChatModel model = Makers.rewording().usage(Usage.of(1_000_000, 0));
        Budget budget = Budget.of(Money.usd("70"));

        assertThatThrownBy(() -> of(model, 200)
                        .maxShare(1)
                        .asking(settings -> settings.budget(budget, prices("1", "1")))
                        .build()
                        .run())
                .isInstanceOf(BudgetExceededException.class);
        assertThat(budget.spent()).isEqualTo(Money.usd("71"));
        assertThat(model.asked()).as("the first answer too many ends it").hasSize(71);

        Budget more = Budget.of(Money.usd("200"));
        assertThat(of(model, 200)
                        .maxShare(1)
                        .asking(settings -> settings.budget(more, prices("1", "1")))
                        .build()
                        .run()
                        .made())
                .hasSize(200);
        assertThat(model.asked()).hasSize(200);
        assertThat(more.spent()).isEqualTo(Money.usd("129"));
    }

    @Test
    void interruption_keepsWhatIsAnswered() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        ScriptedChatModel rewording = Makers.rewording();
        ScriptedChatModel stuck = ScriptedChatModel.answering("maker", request -> {
            if (rewording.asked().size() == 5) {
                reached.countDown();
                awaitQuietly(never);
            }
            return rewording.ask(request).text();
        });
        Throwable[] thrown = new Throwable[1];
        Thread runner = new Thread(() -> {
            try {
                of(stuck, 20).build().run();
            } catch (SynthesisInterruptedException e) {
                thrown[0] = e;
            }
        });
        runner.start();
        reached.await();
        runner.interrupt();
        runner.join();
        never.countDown();

        assertThat(thrown[0]).isInstanceOf(SynthesisInterruptedException.class);
        SynthesisResult result = of(Makers.rewording(), 20).build().run();
        assertThat(result.made()).hasSize(20);
        assertThat(result.calls().remembered()).isGreaterThanOrEqualTo(5);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static PriceList prices(String input, String output) {
        return PriceList.empty()
                .with(ModelPrice.builder("maker", LocalDate.EPOCH)
                        .input(Money.usd(input))
                        .output(Money.usd(output))
                        .build());
    }

    /** A model that always gives the same reply. */
    private record Fixed(ChatReply reply) implements ChatModel {
        @Override
        public String id() {
            return "maker";
        }

        @Override
        public ChatReply ask(ChatRequest request) {
            return reply;
        }
    }
}
