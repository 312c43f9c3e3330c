package dev.finetuning.run.internal.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.content.InMemoryContentStore;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.PairedComparison;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.run.DataChecks;
import dev.finetuning.run.RunStage;
import dev.finetuning.run.RunStatus;
import dev.finetuning.training.TrainingMethod.Classifier.Target;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunJsonTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00.5Z");

    private static final StoredRequest REQUEST = new StoredRequest(
            "base",
            "classifier",
            0.25,
            1.5,
            0.5,
            Map.of("type", "check", "weights", List.of(1, new BigDecimal("0.50"))),
            List.of(new Target("intent", List.of("a", "b"), true)),
            new StoredRequest.StoredHyperparameters(3.0, null, 0.1, Map.of("warmup", 10)),
            "suffix",
            7L,
            Map.of("team", "a \u2713\ud83d\ude00"),
            Map.of("nested", Map.of("deep", List.of("x", true))));

    private static final StoredCost COST = new StoredCost(
            "USD",
            new BigDecimal("6.00"),
            new BigDecimal("5000"),
            new BigDecimal("0.000001"),
            new StoredCost.RequestPrice(new BigDecimal("2.50"), BigDecimal.ONE, BigDecimal.TEN),
            List.of(new StoredCost.Limit("tenant=acme", new BigDecimal("100.10"))));

    private static final ScoreCard CARD = ScoreCard.of("accuracy", 0.9, Direction.LOWER_IS_BETTER, 3, AT)
            .withInterval(new Interval(0.8, 0.95, 0.9))
            .withSource("tests-1")
            .withSlices(Map.of("language=de", new ScoreCard.Slice(0.7, 40)))
            .withComparisons(
                    List.of(new PairedComparison("bot@1.0.0", 0.05, new Interval(0.01, 0.09, 0.95), 0.02, 200, "t")));

    static Stream<RunEvent> events() {
        StoredData data = new StoredData("a".repeat(64), 12, null, "b".repeat(64), "f", "1.0", 0.5);
        StoredData bare = new StoredData("a".repeat(64), 12, null, null, "", null, null);
        StoredRequest plain = new StoredRequest(
                "base",
                "supervised",
                null,
                null,
                null,
                null,
                null,
                new StoredRequest.StoredHyperparameters(null, null, null, Map.of()),
                null,
                null,
                Map.of(),
                Map.of());
        return Stream.of(
                new RunEvent.Started(
                        "bot",
                        Map.of("tenant", "acme"),
                        REQUEST,
                        data,
                        COST,
                        new DataChecks(15, 1, Map.of("x", 2L)),
                        true),
                new RunEvent.Started("bot", Map.of(), plain, bare, null, null, false),
                new RunEvent.Claimed(RunStage.RECONCILE, "owner", AT),
                new RunEvent.Uploaded("file-1", "file-2"),
                new RunEvent.Uploaded("file-1", null),
                new RunEvent.SubmitIntended(2, "owner"),
                new RunEvent.SubmitRefused("busy", AT),
                new RunEvent.SubmitLost("no answer"),
                new RunEvent.NothingFound(1),
                new RunEvent.JobAdopted("job-1", true, List.of("job-2")),
                new RunEvent.JobSeen("RUNNING", "running", AT, 1_000L, Map.of("loss", 0.25)),
                new RunEvent.JobSeen("QUEUED", "queued", null, null, Map.of()),
                new RunEvent.JobInterrupted("job-1"),
                new RunEvent.Trained("model", 5_000_000_000L),
                new RunEvent.Trained("model", null),
                new RunEvent.Billed(new BigDecimal("5.10"), "USD", "the provider's figure"),
                new RunEvent.Answered(321, new BigDecimal("0.006000")),
                new RunEvent.Answered(321, null),
                new RunEvent.Evaluated(List.of(CARD), new BigDecimal("0.250"), "USD"),
                new RunEvent.Evaluated(List.of(), null, null),
                new RunEvent.Registered("bot@1.0.0", "1.0.0"),
                new RunEvent.Decided(true, "promoted"),
                new RunEvent.Delayed("waiting", AT),
                new RunEvent.LookBegan("host-1", AT),
                new RunEvent.TimedOut("job-1 is not over"),
                new RunEvent.Extended("jana"),
                new RunEvent.DecisionNeeded("send again?"),
                new RunEvent.ResendAllowed("jana"),
                new RunEvent.CancelRequested("jana"),
                new RunEvent.Failed("no such model"),
                new RunEvent.Cancelled("jana"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void read_whatWasWritten_isEqual(RunEvent event) {
        assertThat(RunJson.read("run:x", 0, RunJson.write(event, AT))).contains(event);
    }

    @Test
    void types_haveAFormAndACaseHere() {
        assertThat(RunJson.types()).containsExactlyInAnyOrder(RunEvent.class.getPermittedSubclasses());
        assertThat(events().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(RunEvent.class.getPermittedSubclasses());
    }

    @Test
    void read_fieldsOfALaterVersion_areIgnored() {
        JournalEntry entry = new JournalEntry("run.failed", AT, "{\"reason\":\"no\",\"added_later\":{\"a\":1}}");

        assertThat(RunJson.read("run:x", 0, entry)).contains(new RunEvent.Failed("no"));
    }

    @Test
    void read_knownTypeWithoutItsFields_isCorruptAndSaysWhatIsMissing() {
        assertThatThrownBy(() -> RunJson.read("run:x", 3, new JournalEntry("run.failed", AT, "{}")))
                .isInstanceOf(CorruptJournalException.class)
                .hasMessageContaining("run.failed")
                .hasMessageContaining("reason");
    }

    @Test
    void write_valueThatIsNoJson_isRefused() {
        StoredRequest odd = new StoredRequest(
                "base",
                "supervised",
                null,
                null,
                null,
                null,
                null,
                new StoredRequest.StoredHyperparameters(null, null, null, Map.of()),
                null,
                null,
                Map.of(),
                Map.of("thread", new Object()));
        RunEvent.Started started = new RunEvent.Started(
                "bot", Map.of(), odd, new StoredData("a".repeat(64), 1, null, null, "", null, null), null, null, true);

        assertThatThrownBy(() -> RunJson.write(started, AT)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void log_entryOfALaterVersion_isNoDamageButStopsTheRunHere() {
        InMemoryJournal journal = new InMemoryJournal();
        RunLog log = new RunLog(journal, () -> AT, new RunData(new InMemoryContentStore(), false));
        log.create(
                "run-1",
                new RunEvent.Started(
                        "bot",
                        Map.of(),
                        REQUEST,
                        new StoredData("a".repeat(64), 1, null, null, "", null, null),
                        null,
                        null,
                        true));
        journal.append(
                "run:run-1",
                1,
                List.of(new JournalEntry("run.paused", AT, StoredJson.object().toString())));

        RunState state = log.load("run-1");

        assertThat(state.size()).isEqualTo(2);
        assertThat(state.status()).isEqualTo(RunStatus.ACTIVE);
        assertThat(state.beyondThisVersion()).isTrue();
        assertThat(state.note()).contains("run.paused", "later version");
    }
}
