package dev.finetuning.console.work;

import dev.finetuning.console.access.Caller;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.example.Example;
import dev.finetuning.example.Role;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Whether versions in use are still what they were measured to be: their scores, and how long their questions are. What
 * was seen is in the log, as numbers, so a restart forgets nothing. Thread-safe.
 */
public final class DriftDesk {
    static final String VERSION = "version";
    static final String BY = "by";
    static final String RESTARTED = "drift.restarted";

    private static final String STARTED = "drift.started";
    private static final String SEEN = "drift.seen";
    private static final int FEWEST_LENGTHS = 30;
    private static final int MOST_LENGTHS = 2_000;
    private static final int MAX_QUESTION = 20_000;

    private final ModelDesk models;
    private final DatasetShelf datasets;
    private final TrainingDesk training;
    private final TextLog log;
    private final LatestByName<WatchedVersion> watched;

    /** Notes what is seen in the stream {@code drift} of a tenant's journal. */
    DriftDesk(ModelDesk models, TrainingDesk training, DatasetShelf datasets, TextLog log) {
        this.models = models;
        this.training = training;
        this.datasets = datasets;
        this.log = log;
        this.watched = new LatestByName<>(log, VERSION, "version that is watched", DriftDesk::after);
    }

    /** Of two starts, the first counts. */
    private static Optional<WatchedVersion> after(Optional<WatchedVersion> before, TextLog.Entry entry) {
        if (entry.type().equals(STARTED)) {
            return before.or(() -> Optional.of(new WatchedVersion(entry)));
        }
        before.ifPresent(one -> one.take(entry));
        return before;
    }

    /** All that are watched, newest first. */
    public List<WatchedVersion> all() {
        return watched.newestFirst();
    }

    /** One of them. */
    public WatchedVersion of(String version) {
        return watched.get(version);
    }

    /**
     * Has a version watched from now on: scores are to be what its evaluation measured, and questions as long as those
     * that it was trained on. The same again is carried out once.
     *
     * @throws RefusedException if there is no such version, or nothing of it was measured
     */
    public WatchedVersion start(String versionId, Caller caller) {
        ModelVersion version = models.version(versionId);
        if (!watched.all().containsKey(version.id())) {
            Map<String, String> texts = new HashMap<>();
            texts.put(VERSION, version.id());
            texts.put(BY, caller.who());
            lowest(version).ifPresent(lowest -> texts.put(WatchedVersion.LOWEST, String.valueOf(lowest)));
            lengths(version).ifPresent(lengths -> texts.put(WatchedVersion.REFERENCE, lengths));
            if (texts.size() == 2) {
                throw RefusedException.of(
                        RefusedException.Kind.CONFLICT,
                        "nothing_measured",
                        "Nothing was measured of " + version.id() + " that could be compared with later.");
            }
            log.add(STARTED, texts);
        }
        return of(version.id());
    }

    private static OptionalDouble lowest(ModelVersion version) {
        return version.scoreCards().stream()
                .filter(card -> card.metric().equals(RecordedEvaluation.METRIC))
                .mapToDouble(DriftDesk::lowest)
                .filter(lowest -> lowest > 0)
                .findFirst();
    }

    private static double lowest(ScoreCard card) {
        return card.interval().map(Interval::low).orElse(card.value());
    }

    /** How long the questions are that the version was trained on, if its dataset is still there. */
    private Optional<String> lengths(ModelVersion version) {
        Map<String, String> labels =
                version.lineage().runId().map(run -> training.run(run).labels()).orElse(Map.of());
        String dataset = labels.getOrDefault(TrainingDesk.DATASET, "");
        int revision = Integer.parseInt(labels.getOrDefault(TrainingDesk.REVISION, "1"));
        return datasets.all().stream()
                .filter(one -> one.id().equals(dataset))
                .map(one -> datasets.examples(one.revisions().get(revision - 1)).rows(1, MOST_LENGTHS))
                .filter(examples -> examples.size() >= FEWEST_LENGTHS)
                .map(examples -> examples.stream().map(DriftDesk::length).collect(Collectors.joining(",")))
                .findFirst();
    }

    private static String length(Example example) {
        return String.valueOf(example.messages().stream()
                .filter(message -> message.role() == Role.USER)
                .mapToInt(message -> length(message.text()))
                .sum());
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /**
     * Takes what was seen: a {@code question}, of which only the length is kept, a {@code score} from 0 to 1, or both.
     *
     * @throws RefusedException if there is neither, or the version is not watched
     */
    public WatchedVersion see(String version, Fields fields) {
        WatchedVersion known = of(version);
        Map<String, String> texts = new HashMap<>();
        fields.number("score", 0, 1).ifPresent(score -> texts.put("score", String.valueOf(score)));
        fields.text("question", MAX_QUESTION)
                .ifPresent(question -> texts.put("length", String.valueOf(length(question))));
        if (texts.isEmpty()) {
            throw RefusedException.invalid("score", "must be given, or a question");
        }
        texts.put(VERSION, known.version());
        log.add(SEEN, texts);
        return of(version);
    }

    /** Begins anew with one of the things that are watched, once somebody has looked after its alarm. */
    public WatchedVersion restart(String version, String what, Caller caller) {
        WatchedVersion known = of(version);
        if (known.states().stream().noneMatch(state -> state.what().equals(what))) {
            throw RefusedException.invalid("what", "is not watched");
        }
        log.add(RESTARTED, Map.of(VERSION, known.version(), "what", what, BY, caller.who()));
        return of(version);
    }
}
