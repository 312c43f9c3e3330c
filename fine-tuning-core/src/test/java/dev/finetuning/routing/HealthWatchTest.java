package dev.finetuning.routing;

import static dev.finetuning.routing.Fleet.BOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.testing.ManualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthWatchTest {
    private static final ChatRequest HELLO = ChatRequest.of("hello");

    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final ManualTime time = ManualTime.create();
    private final Fleet fleet = new Fleet();
    private final ModelRouter router = ModelRouter.create(fleet.registry, fleet::open);
    private final RoutedModel production = router.model(BOT, Alias.PRODUCTION);

    private HealthWatch watch(HealthLimits limits) {
        HealthWatch watch = HealthWatch.builder(fleet.registry, Alias.PRODUCTION, limits.withWindow(10, 5), fleet::open)
                .executor(Runnable::run)
                .comeBackAfter(PAUSE)
                .clock(time)
                .rollingBack();
        router.addListener(watch);
        return watch;
    }

    private String champion() {
        return fleet.registry.byAlias(BOT, Alias.PRODUCTION).orElseThrow().modelId();
    }

    private void ask(int times) {
        for (int i = 0; i < times; i++) {
            try {
                production.ask(HELLO);
            } catch (ProviderException expected) {
                assertThat(expected.incident().provider()).isEqualTo("scripted");
            }
        }
    }

    private void fail(String modelId, int times) {
        for (int i = 0; i < times; i++) {
            fleet.model(modelId).failNext(Fleet.busy());
        }
    }

    @Test
    void onCall_versionFailsWhereItsPredecessorAnswers_rollsBackAndSaysWhy() {
        fleet.promoted("m1", Alias.PRODUCTION);
        fleet.promoted("m2", Alias.PRODUCTION);
        watch(HealthLimits.errorRate(0.5));
        ask(2);
        fleet.down.add("m2");

        ask(2);
        assertThat(champion()).as("too few calls to judge by").isEqualTo("m2");
        ask(1);

        assertThat(champion()).isEqualTo("m1");
        RegistryEvent last = fleet.registry.history(BOT).get(4);
        assertThat(last.by().who()).isEqualTo("health watch");
        assertThat(last.by().why())
                .isEqualTo("error rate 0.6 over 0.5 in the last 5 calls;"
                        + " asked the same, it answered 0 and its predecessor 3 of 3");
    }

    @Test
    void onCall_outageOfTheProvider_movesNothingThroughFiveVersions() {
        List<String> all = List.of("m1", "m2", "m3", "m4", "m5");
        all.forEach(model -> fleet.promoted(model, Alias.PRODUCTION));
        watch(HealthLimits.errorRate(0.2));
        int before = fleet.registry.history(BOT).size();

        fleet.down.addAll(all);
        ask(200);
        assertThat(champion()).as("nobody answers: nobody is to blame").isEqualTo("m5");
        fleet.down.clear();
        ask(50);

        assertThat(champion()).isEqualTo("m5");
        assertThat(fleet.registry.history(BOT)).hasSize(before);
    }

    @Test
    void onCall_predecessorsFailToo_stopsAfterOneAndComesBackWithHealth() {
        List<String> all = List.of("m1", "m2", "m3");
        all.forEach(model -> fleet.promoted(model, Alias.PRODUCTION));
        watch(HealthLimits.errorRate(0.2));
        fleet.down.add("m3");
        ask(5);
        assertThat(champion()).isEqualTo("m2");

        fleet.down.add("m2");
        ask(100);
        assertThat(champion()).as("stops after one, although m1 would answer").isEqualTo("m2");

        fleet.down.clear();
        ask(20);
        assertThat(champion()).as("not before the pause").isEqualTo("m2");
        time.advance(PAUSE);
        ask(5);

        assertThat(champion()).isEqualTo("m3");
        List<RegistryEvent> history = fleet.registry.history(BOT);
        assertThat(history.get(history.size() - 1).by().why()).isEqualTo("answers again: 5 of 5 questions");
    }

    @Test
    void onCall_versionThatStaysBroken_isAskedOncePerPauseAndNotBroughtBack() {
        fleet.promoted("m1", Alias.PRODUCTION);
        fleet.promoted("m2", Alias.PRODUCTION);
        watch(HealthLimits.errorRate(0.2));
        fleet.down.add("m2");
        ask(5);
        time.advance(PAUSE);

        ask(30);

        assertThat(champion()).isEqualTo("m1");
    }

    @Test
    void onCall_versionThatComesAndGoes_isBroughtBackOnce() {
        fleet.promoted("m1", Alias.PRODUCTION);
        fleet.promoted("m2", Alias.PRODUCTION);
        watch(HealthLimits.errorRate(0.2));
        for (int i = 0; i < 3; i++) {
            fleet.down.add("m2");
            ask(10);
            assertThat(champion()).isEqualTo("m1");
            fleet.down.clear();
            time.advance(PAUSE);
            ask(10);
            assertThat(champion()).isEqualTo(i == 0 ? "m2" : "m1");
        }
    }

    @Test
    void onCall_failuresThatHavePassed_areNotBlamed() {
        fleet.promoted("m1", Alias.PRODUCTION);
        fleet.promoted("m2", Alias.PRODUCTION);
        watch(HealthLimits.errorRate(0.5));
        fail("m2", 5);

        ask(5);

        assertThat(champion()).as("asked again, it answers").isEqualTo("m2");
    }

    @Test
    void onCall_personWhoPromotesMeanwhile_hasTheLastWord() {
        fleet.promoted("m1", Alias.PRODUCTION);
        fleet.promoted("m2", Alias.PRODUCTION);
        watch(HealthLimits.errorRate(0.2));
        fleet.down.add("m2");
        ask(5);
        fleet.promoted("m3", Alias.PRODUCTION);
        fleet.down.clear();
        time.advance(PAUSE);

        ask(20);

        assertThat(champion()).isEqualTo("m3");
    }

    @Test
    void onCall_errorsWithinTheLimit_changeNothing() {
        fleet.promoted("m1", Alias.PRODUCTION);
        fleet.promoted("m2", Alias.PRODUCTION);
        watch(HealthLimits.errorRate(0.5));
        fail("m2", 2);

        ask(40);

        assertThat(champion()).isEqualTo("m2");
    }

    @Test
    void onCall_askersOwnFaults_doNotCount() {
        fleet.promoted("m1", Alias.PRODUCTION);
        fleet.promoted("m2", Alias.PRODUCTION);
        watch(HealthLimits.errorRate(0));
        for (int i = 0; i < 20; i++) {
            fleet.model("m2").failNext(new CredentialsException(Incident.of("scripted", "ask"), "bad key", null));
        }

        ask(20);

        assertThat(champion()).isEqualTo("m2");
    }

    @Test
    void onCall_tooSlow_rollsBack() {
        fleet.promoted("m1", Alias.PRODUCTION);
        fleet.promoted("m2", Alias.PRODUCTION);
        watch(HealthLimits.errorRate(1).withLatencyP95(Duration.ofSeconds(1)));
        fleet.model("m2").latency(Duration.ofSeconds(2));

        ask(5);

        assertThat(champion()).isEqualTo("m1");
    }

    @Test
    void feedback_lowScores_rollBackThatVersionOnly() {
        fleet.promoted("m1", Alias.PRODUCTION);
        ModelVersion bad = fleet.promoted("m2", Alias.PRODUCTION);
        fleet.promoted("m3", Alias.PRODUCTION);
        HealthWatch watch = watch(HealthLimits.errorRate(1).withScore(0.5));

        for (int i = 0; i < 5; i++) {
            watch.feedback(bad, 0.1);
        }

        assertThat(champion())
                .as("late feedback for m2 must not take the alias from m3")
                .isEqualTo("m3");
    }

    @Test
    void onCall_nothingToReturnTo_keepsServing() {
        fleet.promoted("m1", Alias.PRODUCTION);
        watch(HealthLimits.errorRate(0));
        fail("m1", 10);

        ask(10);

        assertThat(champion()).isEqualTo("m1");
    }

    @Test
    void onCall_versionThatReturns_startsWithACleanSheet() {
        ModelVersion first = fleet.promoted("m1", Alias.PRODUCTION);
        ModelVersion second = fleet.promoted("m2", Alias.PRODUCTION);
        watch(HealthLimits.errorRate(0.5));
        fail("m2", 4);
        ask(4);
        fleet.registry.assign(first, Alias.PRODUCTION, Fleet.ADA);
        ask(1);
        fleet.registry.assign(second, Alias.PRODUCTION, Fleet.ADA);
        fail("m2", 1);

        ask(4);

        assertThat(champion()).isEqualTo("m2");
    }

    @Test
    void withdrawing_unhealthyCanary_givesItsShareBackToTheMainAlias() {
        fleet.promoted("m1", Alias.PRODUCTION);
        fleet.promoted("m2", Alias.CHALLENGER);
        router.addListener(HealthWatch.builder(
                        fleet.registry,
                        Alias.CHALLENGER,
                        HealthLimits.errorRate(0.5).withWindow(10, 5),
                        fleet::open)
                .executor(Runnable::run)
                .withdrawing(Alias.PRODUCTION));
        RoutedModel canary = router.model(Route.to(BOT, Alias.PRODUCTION)
                .withSplit(TrafficSplit.all(Alias.PRODUCTION).with(Alias.CHALLENGER, 1)));
        fleet.down.add("m2");

        for (int i = 0; i < 5; i++) {
            assertThat(canary.route(HELLO).version().orElseThrow().modelId())
                    .as("a failed canary's question is answered all the same")
                    .isEqualTo("m1");
        }

        assertThat(fleet.registry.byAlias(BOT, Alias.CHALLENGER)).isEmpty();
        assertThat(canary.route(HELLO).version().orElseThrow().modelId()).isEqualTo("m1");
    }

    @Test
    void limits_outOfRange_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> HealthLimits.errorRate(1.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HealthLimits.errorRate(0.1).withWindow(5, 6));
    }
}
