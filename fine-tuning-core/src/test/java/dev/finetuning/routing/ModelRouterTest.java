package dev.finetuning.routing;

import static dev.finetuning.routing.Fleet.ADA;
import static dev.finetuning.routing.Fleet.BOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.asking.Asking;
import dev.finetuning.asking.AskingSettings;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.JournalUnavailableException;
import dev.finetuning.provider.AnswerCutOffException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.RegistryChange;
import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.RegistryView;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelRouterTest {
    private static final ChatRequest HELLO = ChatRequest.of("hello");

    private final Fleet fleet = new Fleet();
    private final ModelRouter router = ModelRouter.create(fleet.registry, fleet::open);
    private final RoutedModel production = router.model(BOT, Alias.PRODUCTION);

    @Test
    void ask_afterPromotionAndRollback_reachesTheNewHolderAtOnce() {
        fleet.promoted("m1", Alias.PRODUCTION);
        assertThat(production.ask(HELLO).text()).isEqualTo("m1");

        fleet.promoted("m2", Alias.PRODUCTION);
        assertThat(production.ask(HELLO).text()).isEqualTo("m2");

        fleet.registry.rollback(BOT, Alias.PRODUCTION, ADA);
        assertThat(production.ask(HELLO).text()).isEqualTo("m1");
    }

    @Test
    void asking_acrossAPromotion_neverServesTheEarlierVersionsAnswer() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        fleet.promoted("m1", Alias.PRODUCTION);
        assertThat(answer(journal)).isEqualTo("m1");

        fleet.promoted("m2", Alias.PRODUCTION);
        assertThat(answer(journal)).isEqualTo("m2");

        fleet.registry.rollback(BOT, Alias.PRODUCTION, ADA);
        assertThat(answer(journal)).isEqualTo("m1");
    }

    private String answer(InMemoryJournal journal) throws InterruptedException {
        Queue<String> answers = new ArrayDeque<>();
        try (Asking asking = Asking.create(
                production, AskingSettings.builder().journal(journal).build())) {
            asking.ask(
                    List.of(asking.question(HELLO, 0)),
                    "test",
                    (question, answer) ->
                            answers.add(answer.reply().orElseThrow().text()));
        }
        return answers.remove();
    }

    @Test
    void ask_nothingPromoted_saysWhatToDo() {
        assertThatThrownBy(() -> production.ask(HELLO))
                .isInstanceOf(NoModelException.class)
                .hasMessageContaining("promote");
    }

    @Test
    void ask_splitWithKeys_staysWithTheKeyAndKeepsTheShares() {
        fleet.promoted("m1", Alias.PRODUCTION);
        fleet.promoted("m2", Alias.CHALLENGER);
        RoutedModel split = router.model(Route.to(BOT, Alias.PRODUCTION)
                .withSplit(TrafficSplit.all(Alias.PRODUCTION).with(Alias.CHALLENGER, 0.2)));

        List<String> first = answers(split, 2000);

        assertThat(answers(split, 2000)).isEqualTo(first);
        double share = first.stream().filter("m2"::equals).count() / 2000.0;
        // four standard deviations of a binomial with p = 0.2, n = 2000
        assertThat(share).isCloseTo(0.2, within(0.036));
    }

    private static List<String> answers(RoutedModel model, int keys) {
        return IntStream.range(0, keys)
                .mapToObj(i -> model.forKey("user-" + i).ask(HELLO).text())
                .toList();
    }

    @Test
    void forKey_largerShare_onlyMovesKeysToTheCanary() {
        TrafficSplit small = TrafficSplit.all(Alias.PRODUCTION).with(Alias.CHALLENGER, 0.1);
        TrafficSplit large = TrafficSplit.all(Alias.PRODUCTION).with(Alias.CHALLENGER, 0.3);

        assertThat(IntStream.range(0, 1000).mapToObj(i -> "k" + i))
                .filteredOn(key -> small.forKey(BOT, key).equals(Alias.CHALLENGER))
                .isNotEmpty()
                .allMatch(key -> large.forKey(BOT, key).equals(Alias.CHALLENGER));
    }

    @Test
    void split_sharesBeyondOne_areRefused() {
        TrafficSplit split = TrafficSplit.all(Alias.PRODUCTION).with(Alias.CHALLENGER, 0.7);

        assertThatThrownBy(() -> split.with(Alias.STAGING, 0.4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> split.with(Alias.PRODUCTION, 0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> split.with(Alias.STAGING, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ask_canaryFails_fallsBackToTheMainArmThenTheRest() {
        fleet.promoted("m1", Alias.PRODUCTION);
        fleet.promoted("m2", Alias.CHALLENGER);
        fleet.promoted("m3", Alias.STAGING);
        RoutedModel model = router.model(Route.to(BOT, Alias.PRODUCTION)
                .withSplit(TrafficSplit.all(Alias.PRODUCTION).with(Alias.CHALLENGER, 1))
                .addFallback(Alias.STAGING)
                .withLastResort(ScriptedChatModel.answering("base", "base")));

        fleet.model("m2").failNext(Fleet.busy());
        assertThat(model.ask(HELLO).text()).isEqualTo("m1");

        fleet.model("m2").failNext(Fleet.busy());
        fleet.model("m1").failNext(Fleet.busy());
        assertThat(model.route(HELLO).version().orElseThrow().modelId()).isEqualTo("m3");

        List.of("m1", "m2", "m3").forEach(id -> fleet.model(id).failNext(Fleet.busy()));
        RoutedReply last = model.route(HELLO);
        assertThat(last.reply().text()).isEqualTo("base");
        assertThat(last.version()).isEmpty();
    }

    @Test
    void ask_everyArmFails_throwsTheLastFailure() {
        fleet.promoted("m1", Alias.PRODUCTION);
        fleet.model("m1").failNext(Fleet.busy());

        assertThatThrownBy(() -> production.ask(HELLO)).isInstanceOf(RetryLaterException.class);
    }

    @Test
    void ask_withADeadline_isForAllVersionsTogether() {
        fleet.promoted("m1", Alias.PRODUCTION);
        fleet.promoted("m2", Alias.STAGING);
        List<ChatRequest> asked = new ArrayList<>();
        RoutedModel slow = ModelRouter.create(fleet.registry, version -> new PatientModel(version.modelId(), asked))
                .model(Route.to(BOT, Alias.PRODUCTION)
                        .addFallback(Alias.STAGING)
                        .withLastResort(ScriptedChatModel.answering("base", "base")));

        assertThatThrownBy(() -> slow.ask(HELLO.withDeadline(Duration.ofMillis(50))))
                .isInstanceOf(RetryLaterException.class);
        assertThat(asked).as("no time is left for the next").hasSize(1);
        assertThat(slow.ask(HELLO.withDeadline(Duration.ofHours(1))).text()).isEqualTo("base");
        assertThat(asked.get(2).deadline().orElseThrow())
                .isLessThan(asked.get(1).deadline().orElseThrow());
    }

    /** Takes all the time of a short deadline before it fails. */
    private record PatientModel(String id, List<ChatRequest> asked) implements ChatModel {
        @Override
        public ChatReply ask(ChatRequest request) {
            asked.add(request);
            Duration left = request.deadline().orElseThrow();
            if (left.compareTo(Duration.ofSeconds(1)) < 0) {
                LockSupport.parkNanos(left.plusMillis(5).toNanos());
            }
            throw Fleet.busy();
        }
    }

    @Test
    void ask_questionItselfRejected_isNotTriedElsewhere() {
        fleet.promoted("m1", Alias.PRODUCTION);
        fleet.promoted("m2", Alias.STAGING);
        fleet.model("m1")
                .failNext(new RequestRejectedException(Incident.of("scripted", "ask"), List.of("too long"), null));
        RoutedModel model = router.model(Route.to(BOT, Alias.PRODUCTION).addFallback(Alias.STAGING));

        assertThatThrownBy(() -> model.ask(HELLO)).isInstanceOf(RequestRejectedException.class);
        assertThat(fleet.model("m2").asked()).isEmpty();
    }

    @Test
    void ask_withShadow_copiesTheQuestionAndNobodyWaits() {
        fleet.promoted("m1", Alias.PRODUCTION);
        ModelVersion shadow = fleet.promoted("m2", Alias.CHALLENGER);
        fleet.model("m2").failNext(Fleet.busy());
        Queue<Runnable> later = new ArrayDeque<>();
        ModelRouter withShadows = ModelRouter.builder(fleet.registry, fleet::open)
                .shadows(later::add)
                .build();
        List<RoutedCall> calls = new ArrayList<>();
        withShadows.addListener(calls::add);

        RoutedModel model = withShadows.model(Route.to(BOT, Alias.PRODUCTION).addShadow(Alias.CHALLENGER));
        assertThat(model.ask(HELLO).text()).isEqualTo("m1");
        assertThat(fleet.model("m2").asked()).isEmpty();
        later.remove().run();

        assertThat(fleet.model("m2").asked()).containsExactly(HELLO);
        assertThat(calls).extracting(RoutedCall::shadow).containsExactly(false, true);
        assertThat(withShadows.counts().get(new Arm(shadow.id(), Alias.CHALLENGER)))
                .extracting(ArmCount::calls, ArmCount::failures, ArmCount::shadows)
                .containsExactly(1L, 1L, 1L);
    }

    @Test
    void ask_shadowExecutorFull_dropsTheCopy() {
        fleet.promoted("m1", Alias.PRODUCTION);
        ModelRouter full = ModelRouter.builder(fleet.registry, fleet::open)
                .shadows(task -> {
                    throw new RejectedExecutionException("full");
                })
                .build();

        assertThat(full.model(Route.to(BOT, Alias.PRODUCTION).addShadow(Alias.PRODUCTION))
                        .ask(HELLO)
                        .text())
                .isEqualTo("m1");
    }

    @Test
    void counts_perVersionAndAlias() {
        ModelVersion first = fleet.promoted("m1", Alias.PRODUCTION);
        production.ask(HELLO);
        fleet.model("m1").failNext(Fleet.busy());
        assertThatThrownBy(() -> production.ask(HELLO)).isInstanceOf(RetryLaterException.class);
        ModelVersion second = fleet.version("m2");
        fleet.registry.promote(second, Alias.PRODUCTION, PromotionPolicy.of(), ADA);
        production.ask(HELLO);

        assertThat(router.counts())
                .containsOnlyKeys(new Arm(first.id(), Alias.PRODUCTION), new Arm(second.id(), Alias.PRODUCTION));
        assertThat(router.counts().get(new Arm(first.id(), Alias.PRODUCTION)).errorRate())
                .isEqualTo(0.5);
    }

    @Test
    void model_registryThatCannotBeRead_goesOnWithTheVersionsKnownLast() {
        ManualTime time = ManualTime.create();
        FlakyRegistry flaky = new FlakyRegistry(fleet.registry);
        ModelRouter known = ModelRouter.builder(flaky, fleet::open).clock(time).build();
        fleet.promoted("m1", Alias.PRODUCTION);
        RoutedModel production = known.model(BOT, Alias.PRODUCTION);

        flaky.down = true;
        assertThatThrownBy(() -> production.ask(HELLO))
                .as("nothing was ever known")
                .isInstanceOf(JournalUnavailableException.class);
        flaky.down = false;
        production.ask(HELLO);
        flaky.down = true;
        fleet.promoted("m2", Alias.PRODUCTION);
        for (int i = 0; i < 1_000; i++) {
            assertThat(production.ask(HELLO).text()).isEqualTo("m1");
        }
        flaky.down = false;

        assertThat(production.ask(HELLO).text()).isEqualTo("m2");
    }

    @Test
    void model_withStaleness_asksTheRegistryRarelyAndSeesAPromotionInTime() {
        ManualTime time = ManualTime.create();
        FlakyRegistry counting = new FlakyRegistry(fleet.registry);
        ModelRouter known = ModelRouter.builder(counting, fleet::open)
                .staleness(Duration.ofSeconds(10))
                .refresher(Runnable::run)
                .clock(time)
                .build();
        fleet.promoted("m1", Alias.PRODUCTION);
        RoutedModel production = known.model(BOT, Alias.PRODUCTION);
        for (int i = 0; i < 1_000; i++) {
            production.ask(HELLO);
        }
        assertThat(counting.views).isEqualTo(1);
        fleet.promoted("m2", Alias.PRODUCTION);

        time.advance(Duration.ofSeconds(6));
        assertThat(production.ask(HELLO).text())
                .as("refreshed beside this question")
                .isEqualTo("m1");
        assertThat(production.ask(HELLO).text()).isEqualTo("m2");
        fleet.promoted("m3", Alias.PRODUCTION);
        time.advance(Duration.ofSeconds(11));
        assertThat(production.ask(HELLO).text()).as("too old to be used").isEqualTo("m3");
        counting.down = true;
        time.advance(Duration.ofHours(1));
        assertThat(production.ask(HELLO).text()).isEqualTo("m3");
        assertThat(production.ask(HELLO).text()).isEqualTo("m3");
    }

    @Test
    void open_moreVersionsThanTheRouterKeeps_forgetsThoseAskedLongestAgo() {
        ModelRouter small =
                ModelRouter.builder(fleet.registry, fleet::open).maxModels(2).build();
        RoutedModel production = small.model(BOT, Alias.PRODUCTION);
        ModelVersion first = fleet.promoted("m1", Alias.PRODUCTION);
        production.ask(HELLO);
        for (int i = 2; i <= 50; i++) {
            fleet.promoted("m" + i, Alias.PRODUCTION);
            production.ask(HELLO);
            production.ask(HELLO);
        }
        assertThat(fleet.opened()).as("each once").isEqualTo(50);
        fleet.registry.assign(first, Alias.PRODUCTION, Fleet.ADA);

        assertThat(production.ask(HELLO).text()).isEqualTo("m1");
        assertThat(fleet.opened()).as("the first was forgotten").isEqualTo(51);
    }

    /** A registry whose journal cannot be reached at times. */
    private static final class FlakyRegistry implements ModelRegistry {
        private final ModelRegistry registry;
        private boolean down;
        private int views;

        FlakyRegistry(ModelRegistry registry) {
            this.registry = registry;
        }

        @Override
        public RegistryView view() {
            views++;
            if (down) {
                throw new JournalUnavailableException(
                        "model-registry", "the database is away", false, new IllegalStateException("away"));
            }
            return registry.view();
        }

        @Override
        public List<RegistryEvent> change(RegistryChange change) {
            return registry.change(change);
        }

        @Override
        public void history(Consumer<? super RegistryEvent> consumer) {
            registry.history(consumer);
        }
    }

    @Test
    void stream_failureBeforeTheFirstPart_asksTheNextVersion() {
        fleet.promoted("m1", Alias.PRODUCTION);
        fleet.promoted("m2", Alias.STAGING);
        List<String> parts = new ArrayList<>();
        RoutedModel model = streaming("m1", 0);

        assertThat(model.stream(HELLO, parts::add).modelId()).isEqualTo("m2");
        assertThat(parts).containsExactly("m2 says", " hello");
    }

    @Test
    void stream_cutOffAfterTheFirstPart_asksNoOther() {
        fleet.promoted("m1", Alias.PRODUCTION);
        fleet.promoted("m2", Alias.STAGING);
        List<String> parts = new ArrayList<>();
        RoutedModel model = streaming("m1", 1);

        assertThatThrownBy(() -> model.stream(HELLO, parts::add))
                .isInstanceOfSatisfying(
                        AnswerCutOffException.class,
                        cut -> assertThat(cut.received()).isEqualTo("m1 says"));
        assertThat(parts).containsExactly("m1 says");
    }

    /** Models that answer in two parts, of which one breaks off after some. */
    private RoutedModel streaming(String broken, int partsBefore) {
        ModelRouter streams = ModelRouter.create(fleet.registry, version -> new ChatModel() {
            @Override
            public String id() {
                return version.modelId();
            }

            @Override
            public ChatReply ask(ChatRequest request) {
                throw new AssertionError("a stream is wanted");
            }

            @Override
            public ChatReply stream(ChatRequest request, Consumer<String> taking) {
                String first = id() + " says";
                boolean breaks = id().equals(broken);
                if (breaks && partsBefore == 0) {
                    throw new RetryLaterException(Incident.of("test", "ask model"), "busy", null, null);
                }
                taking.accept(first);
                if (breaks) {
                    throw new AnswerCutOffException(Incident.of("test", "ask model"), "cut", first, null);
                }
                taking.accept(" hello");
                return ChatReply.of(id(), first + " hello", Usage.NONE, Duration.ZERO);
            }
        });
        return streams.model(Route.to(BOT, Alias.PRODUCTION).addFallback(Alias.STAGING));
    }
}
