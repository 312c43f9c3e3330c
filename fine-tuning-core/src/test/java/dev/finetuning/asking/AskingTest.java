package dev.finetuning.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.DeadlinePassedException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AskingTest {
    private static final Incident INCIDENT = Incident.of("scripted", "ask");
    private static final PriceList PRICES = PriceList.empty()
            .with(ModelPrice.builder("m", LocalDate.EPOCH)
                    .input(Money.usd("1"))
                    .output(Money.usd("1"))
                    .build());

    private final ManualTime time = ManualTime.create();
    private final InMemoryJournal journal = new InMemoryJournal();
    private final List<Answer> answers = Collections.synchronizedList(new ArrayList<>());

    private AskingSettings.Builder settings() {
        return AskingSettings.builder()
                .journal(journal)
                .clock(time)
                .sleeper(time)
                .concurrency(1);
    }

    private Asking asking(ChatModel model) {
        return Asking.create(model, settings().build());
    }

    private void ask(Asking asking, String askedBy, int questions) throws InterruptedException {
        answers.clear();
        asking.ask(questions(asking, questions), askedBy, (question, answer) -> answers.add(answer));
    }

    private static List<Question> questions(Asking asking, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> asking.question(ChatRequest.of("q" + i), 0))
                .toList();
    }

    @Test
    void ask_again_paysNothingAndSaysWhoAsked() throws Exception {
        ScriptedChatModel model = ScriptedChatModel.echo("m");
        try (Asking first = asking(model);
                Asking second = asking(model)) {
            ask(first, "first", 3);
            ask(second, "second", 4);
        }

        assertThat(model.asked()).hasSize(4);
        assertThat(answers).extracting(Answer::askedBy).containsExactly("first", "first", "first", "second");
    }

    @Test
    void ask_refusedQuestion_isKnownOnlyToTheOneThatHeardIt() throws Exception {
        ScriptedChatModel model =
                ScriptedChatModel.echo("m").failNext(new RequestRejectedException(INCIDENT, List.of("no"), null));
        try (Asking asking = asking(model)) {
            ask(asking, "first", 1);
            ask(asking, "first", 1);
            assertThat(answers.get(0).failure().orElseThrow().kind()).isEqualTo(FailureKind.REJECTED);
            assertThat(model.asked()).hasSize(1);

            ask(asking, "second", 1);
        }
        assertThat(answers.get(0).reply()).isPresent();
    }

    @Test
    void ask_sameRequestTwice_asksOnce() throws Exception {
        ScriptedChatModel model = ScriptedChatModel.echo("m");
        try (Asking asking = asking(model)) {
            Question question = asking.question(ChatRequest.of("q"), 0);
            Question repeated = asking.question(ChatRequest.of("q"), 1);
            asking.ask(List.of(question, question, repeated), "test", (each, answer) -> answers.add(answer));
        }
        assertThat(answers).hasSize(2);
        assertThat(model.asked()).hasSize(2);
    }

    @Test
    void ask_aliasMovesMeanwhile_isAnError() {
        AtomicReference<String> version = new AtomicReference<>("v1");
        ChatModel alias = new Alias(version, () -> version.set("v2"));

        try (Asking asking = asking(alias)) {
            assertThatThrownBy(() -> ask(asking, "test", 1))
                    .isInstanceOf(ModelChangedException.class)
                    .hasMessageContaining("v1")
                    .hasMessageContaining("v2");
        }
        assertThat(answers).isEmpty();
    }

    @Test
    void ask_unknownOutcome_countsAgainstTheBudget() throws Exception {
        ScriptedChatModel model =
                ScriptedChatModel.echo("m").failNext(new OutcomeUnknownException(INCIDENT, "lost", null, null));
        Budget budget = Budget.of(Money.usd("1"));
        try (Asking asking =
                Asking.create(model, settings().budget(budget, PRICES).build())) {
            ask(asking, "test", 1);
        }
        assertThat(answers.get(0).failure().orElseThrow().kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
        assertThat(budget.spent()).isGreaterThan(Money.usd("0"));
        assertThat(budget.open()).isEmpty();
    }

    @Test
    void ask_questionPastItsOwnDeadline_isNotRepeatedAndCountsAgainstTheBudget() throws Exception {
        ScriptedChatModel model = ScriptedChatModel.echo("m")
                .failNext(new DeadlinePassedException(INCIDENT, Duration.ofSeconds(1), null));
        Budget budget = Budget.of(Money.usd("1"));
        try (Asking asking =
                Asking.create(model, settings().budget(budget, PRICES).build())) {
            ask(asking, "test", 1);
        }
        assertThat(answers.get(0).failure().orElseThrow().kind()).isEqualTo(FailureKind.DEADLINE);
        assertThat(model.asked()).hasSize(1);
        assertThat(budget.spent()).isGreaterThan(Money.usd("0"));
    }

    @Test
    void asModel_callPastTheDeadline_saysSo() {
        CountDownLatch never = new CountDownLatch(1);
        ChatModel model = ScriptedChatModel.answering("m", request -> {
            awaitQuietly(never);
            throw new RetryLaterException(INCIDENT, "interrupted", null, null);
        });
        try (Asking asking =
                Asking.create(model, settings().deadline(Duration.ofMillis(30)).build())) {
            assertThatThrownBy(() -> asking.asModel("test").ask(ChatRequest.of("q")))
                    .isInstanceOfSatisfying(
                            DeadlinePassedException.class,
                            e -> assertThat(e.deadline()).isEqualTo(Duration.ofMillis(30)));
        }
    }

    @Test
    void ask_badCredentials_endsTheOthersPausesAtOnce() throws Exception {
        CountDownLatch paused = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        ChatModel model = ScriptedChatModel.answering("m", request -> {
            if (request.messages().get(0).text().equals("q0")) {
                throw new RetryLaterException(INCIDENT, "busy", null, null);
            }
            awaitQuietly(paused);
            throw new CredentialsException(INCIDENT, "no such key", null);
        });
        AskingSettings twoAtOnce = AskingSettings.builder()
                .sleeper(pause -> {
                    paused.countDown();
                    never.await();
                })
                .concurrency(2)
                .build();
        try (Asking asking = Asking.create(model, twoAtOnce)) {
            assertThatThrownBy(() -> ask(asking, "test", 2)).isInstanceOf(CredentialsException.class);
        }
    }

    @Test
    void asModel_busyProvider_isAskedAgainKeptAndCounted() {
        ScriptedChatModel model = ScriptedChatModel.echo("m")
                .usage(Usage.of(2, 3))
                .failNext(new RetryLaterException(INCIDENT, "busy", Duration.ofSeconds(30), null));
        try (Asking asking = asking(model)) {
            AskedModel asked = asking.asModel("test");
            assertThat(asked.ask(ChatRequest.of("q")).text()).isEqualTo("q");
            assertThat(asked.ask(ChatRequest.of("q")).text()).isEqualTo("q");
            assertThat(asked.askedUsage()).isEqualTo(Usage.of(2, 3));
        }
        try (Asking later = asking(model)) {
            AskedModel resumed = later.asModel("test");
            assertThat(resumed.ask(ChatRequest.of("q")).text()).isEqualTo("q");
            assertThat(resumed.askedUsage()).as("the same undertaking").isEqualTo(Usage.of(2, 3));
            AskedModel other = later.asModel("other");
            assertThat(other.ask(ChatRequest.of("q")).text()).isEqualTo("q");
            assertThat(other.askedUsage()).isEqualTo(Usage.NONE);
        }
        assertThat(model.asked()).as("one refused, one answered").hasSize(2);
    }

    @Test
    void asModel_underABudget_refusesWhatHasNoPriceOrCostsTooMuch() {
        ScriptedChatModel model = ScriptedChatModel.echo("m");
        Budget budget = Budget.of(Money.usd("0.00001"));
        try (Asking unpriced = Asking.create(
                        model, settings().budget(budget, PriceList.empty()).build());
                Asking dear =
                        Asking.create(model, settings().budget(budget, PRICES).build())) {
            assertThatThrownBy(() -> unpriced.asModel("test").ask(ChatRequest.of("q")))
                    .isInstanceOf(UnknownPriceException.class);
            assertThatThrownBy(() -> dear.asModel("test").ask(ChatRequest.of("q")))
                    .isInstanceOf(BudgetExceededException.class);
        }
        assertThat(model.asked()).isEmpty();
    }

    @Test
    void retries_providerThatAsksForTooLong_isGivenUpOn() {
        RetryPolicy policy = RetryPolicy.DEFAULT;
        assertThat(policy.pauseAfter(1, Duration.ofHours(1), 7)).isEmpty();
        assertThat(policy.pauseAfter(5, 7)).isEmpty();
        assertThat(policy.pauseAfter(1, Duration.ofSeconds(90), 7)).contains(Duration.ofSeconds(90));
        assertThat(policy.pauseAfter(4, 7).orElseThrow()).isLessThanOrEqualTo(policy.ceiling(4));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A model whose id stands for a version that moves whenever it is asked. */
    private record Alias(AtomicReference<String> current, Runnable onAsk) implements ChatModel {
        @Override
        public String id() {
            return "alias";
        }

        @Override
        public String version() {
            return current.get();
        }

        @Override
        public ChatReply ask(ChatRequest request) {
            onAsk.run();
            return ChatReply.of("alias", "a", Usage.NONE, Duration.ZERO);
        }
    }

    @Test
    void settings_builtAgain_areTheSame() {
        Budget budget = Budget.of(Money.usd("1.00"));
        RateLimit limit = RateLimit.requestsPerMinute(60);
        RetryPolicy retries = RetryPolicy.DEFAULT.withAttempts(2);
        AskingSettings again = settings()
                .rateLimit(limit)
                .deadline(Duration.ofSeconds(7))
                .retries(retries)
                .budget(budget, PRICES)
                .build()
                .toBuilder()
                .build();

        assertThat(again.concurrency()).isEqualTo(1);
        assertThat(again.rateLimit()).isEqualTo(limit);
        assertThat(again.deadline()).isEqualTo(Duration.ofSeconds(7));
        assertThat(again.retries()).isEqualTo(retries);
        assertThat(again.journal()).isSameAs(journal);
        assertThat(again.prices()).isSameAs(PRICES);
        assertThat(again.budget()).containsSame(budget);
        assertThat(again.clock()).isSameAs(time);
        assertThat(again.sleeper()).isSameAs(time);
    }

    @Test
    void settings_changedAfterBuilding_stayAsTheyWere() {
        AskingSettings.Builder builder = settings();
        AskingSettings built = builder.build();
        builder.concurrency(5);

        assertThat(built.concurrency()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.concurrency(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.deadline(Duration.ZERO));
    }
}
