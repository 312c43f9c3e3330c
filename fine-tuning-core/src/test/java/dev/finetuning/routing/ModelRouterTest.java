package dev.finetuning.routing;

import static dev.finetuning.routing.Fleet.ADA;
import static dev.finetuning.routing.Fleet.BOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.testing.ScriptedChatModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelRouterTest {
    private static final ChatRequest HELLO = ChatRequest.of("hello");

    private final Fleet fleet = new Fleet();
    private final ModelRouter router = ModelRouter.over(fleet.registry, fleet::open);
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
        ModelRouter withShadows = ModelRouter.over(fleet.registry, fleet::open, later::add);
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
        ModelRouter full = ModelRouter.over(fleet.registry, fleet::open, task -> {
            throw new RejectedExecutionException("full");
        });

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
}
