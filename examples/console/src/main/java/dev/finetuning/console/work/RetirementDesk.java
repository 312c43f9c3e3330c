package dev.finetuning.console.work;

import dev.finetuning.console.access.Caller;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.lane.WorkProgress;
import dev.finetuning.console.shelf.DatasetRevision;
import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.console.shelf.SplitParts;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.EpochRule;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.journal.Journal;
import dev.finetuning.notification.Notification;
import dev.finetuning.notification.Retirement;
import dev.finetuning.notification.RetirementGuard;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.retraining.SuccessorTraining;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.training.TrainingPipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of ours stops answering, when, and its training on a successor. Thread-safe. */
public final class RetirementDesk {
    private static final Logger LOG = LoggerFactory.getLogger(RetirementDesk.class);
    private static final String ANNOUNCED = "base-model.end-announced";
    private static final Duration LOOK_EVERY = Duration.ofDays(1);

    private final DatasetShelf shelf;
    private final ConsoleProvider provider;
    private final TrainingPipeline pipeline;
    private final FineTuningRuns runs;
    private final ModelRegistry registry;
    private final InstantSource clock;
    private final TextLog log;
    private final AtomicReference<Instant> nextLook;

    RetirementDesk(DatasetShelf shelf, ConsoleProvider provider, RunParts parts, Journal journal, InstantSource clock) {
        this.shelf = shelf;
        this.provider = provider;
        this.pipeline = parts.pipeline();
        this.runs = parts.runs();
        this.registry = parts.registry();
        this.clock = clock;
        this.log = new TextLog(journal, "retirements", clock);
        this.nextLook = new AtomicReference<>(clock.instant());
    }

    /** What trains, and where it registers. */
    record RunParts(TrainingPipeline pipeline, FineTuningRuns runs, ModelRegistry registry) {}

    /** The versions that stop answering before an instant, earliest first, with what calls them. */
    public List<Retirement> before(Instant end) {
        return guard().before(end);
    }

    /** Warnings of ends that are near, for whoever is notified. */
    List<Notification> ahead(Instant from) {
        return guard().since(from);
    }

    private RetirementGuard guard() {
        RetirementGuard.Builder guard = RetirementGuard.builder(registry).clock(clock);
        log.read(
                0,
                entry -> guard.baseModel(
                        entry.fields().require("baseModel"),
                        entry.fields().time("at").orElseThrow(),
                        entry.fields().text("source").orElse("no source") + ", according to "
                                + entry.fields().require("by")));
        return guard.build();
    }

    /** Notes when a base model ends, with the fields {@code baseModel}, {@code at} and {@code source}. */
    public void announce(Fields fields, Caller caller) {
        String at = fields.time("at")
                .orElseThrow(() -> RefusedException.invalid("at", "must be given"))
                .toString();
        String source = fields.text("source", 500).orElse("read by a person");
        log.add(
                ANNOUNCED,
                Map.of("baseModel", fields.require("baseModel"), "at", at, "source", source, "by", caller.who()));
    }

    /**
     * Asks the provider for dates; one that cannot say is no failure.
     *
     * @return how many dates are new or have changed
     */
    public int look() {
        nextLook.set(clock.instant().plus(LOOK_EVERY));
        return guard().look(pipeline);
    }

    /** Asks the provider once a day. */
    void lookIfDue() {
        if (clock.instant().isBefore(nextLook.get())) {
            return;
        }
        try {
            look();
        } catch (ProviderException e) {
            LOG.info("the provider does not say now which models end; it is asked again tomorrow", e);
        }
    }

    /**
     * Trains a version again on another base model: the same examples and settings, compared on the same cases. The
     * same order again is carried out once.
     *
     * @param version the version that ends
     * @param successor the base model to train on instead
     * @return the id of the run
     * @throws RefusedException if no run of the console made the version, or its dataset is gone
     */
    public String succeed(ModelVersion version, String successor, Caller caller) {
        try (SplitParts data = data(version)) {
            return SuccessorTraining.builder(runs, version, successor)
                    .data(data.train(), data.validation(), data.test(), data.checks(provider.checks()))
                    .plan(plan -> plan.cost(CostEstimate.of(
                                    successor,
                                    TokenStatistics.of(data.train(), provider.counter()),
                                    EpochRule.boundedExposure(),
                                    provider.prices()))
                            .addLabel(TrainingDesk.BY, caller.who()))
                    .build()
                    .start();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw RefusedException.of(RefusedException.Kind.CONFLICT, "cannot_succeed", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the parts of a split", e);
        }
    }

    /** The examples of the version's run, from the revision that its labels name. */
    private SplitParts data(ModelVersion version) {
        Map<String, String> labels = version.lineage()
                .runId()
                .map(id -> runs.run(id).labels())
                .orElseThrow(() -> new IllegalStateException("no run has made " + version.id()));
        if (!labels.containsKey(TrainingDesk.RATIOS)) {
            throw new IllegalStateException(version.id()
                    + " was not trained from a dataset as a whole; if it is trained as examples arrive, give that the"
                    + " new base model");
        }
        StoredDataset dataset = shelf.dataset(labels.getOrDefault(TrainingDesk.DATASET, ""));
        int number = Integer.parseInt(labels.getOrDefault(TrainingDesk.REVISION, "1"));
        DatasetRevision revision = dataset.revisions().get(number - 1);
        String[] shares = labels.get(TrainingDesk.RATIOS).split("/", 3);
        SplitRatios ratios = SplitRatios.of(
                Double.parseDouble(shares[0]), Double.parseDouble(shares[1]), Double.parseDouble(shares[2]));
        return shelf.split(dataset, revision, ratios, WorkProgress.unseen());
    }
}
