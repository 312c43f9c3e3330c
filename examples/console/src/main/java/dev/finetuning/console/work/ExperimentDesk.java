package dev.finetuning.console.work;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.console.access.Caller;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.eval.traffic.TrafficExperiment;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.routing.TrafficSplit;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/** A/B experiments: which of two versions people are happier with. Thread-safe. */
public final class ExperimentDesk {
    private static final String STARTED = "experiment.started";
    private static final String NAME = "name";
    private static final String BY = "by";
    private static final List<String> STORED = List.of(NAME, "model", "control", "treatment", "share", "alpha");

    private final ModelDesk models;
    private final Journal journal;
    private final InstantSource clock;
    private final TextLog log;
    private final LatestByName<Noted> noted;
    private final Map<String, TrafficExperiment> open = new ConcurrentHashMap<>();

    ExperimentDesk(ModelDesk models, Journal journal, InstantSource clock) {
        this.models = models;
        this.journal = journal;
        this.clock = clock;
        this.log = new TextLog(journal, "experiments", clock);
        this.noted = new LatestByName<>(log, NAME, "experiment", Noted::after);
    }

    private record Noted(TextLog.Entry start, Optional<TextLog.Entry> end) {
        /** Of two starts at the same time, the first counts. */
        static Optional<Noted> after(Optional<Noted> before, TextLog.Entry entry) {
            return entry.type().equals(STARTED)
                    ? before.or(() -> Optional.of(new Noted(entry, Optional.empty())))
                    : before.map(one -> new Noted(one.start(), Optional.of(entry)));
        }

        TrafficTest.Setup setup() {
            Fields fields = start.fields();
            return new TrafficTest.Setup(
                    fields.require(NAME),
                    fields.require("model"),
                    fields.require("control"),
                    fields.require("treatment"),
                    fields.number("share", 0.01, 0.99).orElse(0.5),
                    fields.number("alpha", 0.001, 0.5).orElse(0.05),
                    fields.text(BY).orElse(""),
                    start.at());
        }
    }

    /** All experiments, newest first. */
    public List<TrafficTest> all() {
        return noted.newestFirst().stream().map(this::look).toList();
    }

    /** One experiment. */
    public TrafficTest experiment(String name) {
        return look(noted.get(name));
    }

    private TrafficTest look(Noted one) {
        TrafficTest.Setup setup = one.setup();
        TrafficExperiment experiment = open(setup);
        return new TrafficTest(
                setup,
                one.end().map(entry -> entry.fields().require(BY)),
                new TrafficTest.Progress(
                        experiment.scored(setup.controlId()),
                        experiment.scored(setup.treatmentId()),
                        experiment.difference(),
                        experiment.pValue(),
                        experiment.verdict(),
                        experiment.sentence()));
    }

    private TrafficExperiment open(TrafficTest.Setup setup) {
        return open.computeIfAbsent(
                setup.name(),
                name -> TrafficExperiment.open(
                        journal, clock, name, setup.controlId(), setup.treatmentId(), setup.alpha()));
    }

    /**
     * Starts an experiment. The same again is carried out once.
     *
     * @throws RefusedException if there is no such version, both are the same, or another experiment has the name
     */
    public TrafficTest start(Fields fields, Caller caller) {
        Map<String, String> texts = new HashMap<>();
        STORED.forEach(name -> fields.text(name, 200).ifPresent(text -> texts.put(name, text)));
        String name = fields.name(NAME);
        TrafficTest.Setup wanted =
                new Noted(new TextLog.Entry(STARTED, fields, clock.instant()), Optional.empty()).setup();
        models.version(wanted.controlId());
        models.version(wanted.treatmentId());
        if (wanted.control().equals(wanted.treatment())) {
            throw RefusedException.invalid("treatment", "must be another version than the control");
        }
        if (!noted.all().containsKey(name)) {
            texts.put(BY, caller.who());
            log.add(STARTED, texts);
        }
        TrafficTest started = experiment(name);
        if (!same(started.setup(), wanted)) {
            throw RefusedException.of(
                    RefusedException.Kind.CONFLICT,
                    "name_taken",
                    "There is another experiment of this name. Choose another.");
        }
        return started;
    }

    private static boolean same(TrafficTest.Setup one, TrafficTest.Setup other) {
        return one.controlId().equals(other.controlId())
                && one.treatmentId().equals(other.treatmentId())
                && one.share() == other.share()
                && one.alpha() == other.alpha();
    }

    /** Ends an experiment; its figures stay. */
    public TrafficTest end(String name, Caller caller) {
        if (noted.get(name).end().isEmpty()) {
            log.add("experiment.ended", Map.of(NAME, name, BY, caller.who()));
        }
        return experiment(name);
    }

    /**
     * An answer, and the version that gave it.
     *
     * @param version the version
     * @param reply its answer
     */
    public record Answer(ModelVersion version, ChatReply reply) {}

    /**
     * Asks one of the two versions.
     *
     * @param key the same key, such as a customer's id, always gets the same version
     */
    public Answer ask(String name, String key, String question) {
        TrafficTest.Setup setup = requireOpen(name);
        Alias other = Alias.of("treatment");
        Alias chosen =
                TrafficSplit.all(Alias.PRODUCTION).with(other, setup.share()).forKey(setup.name(), key);
        ModelVersion version = models.version(chosen.equals(other) ? setup.treatmentId() : setup.controlId());
        return new Answer(version, models.ask(version, question));
    }

    /**
     * Records how good an answer was, with the fields {@code version} and {@code score}.
     *
     * @throws RefusedException if the version is not in the experiment, or the experiment has ended
     */
    public void score(String name, Fields fields) {
        TrafficTest.Setup setup = requireOpen(name);
        OptionalDouble score = fields.number("score", 0, 1);
        if (score.isEmpty()) {
            throw RefusedException.invalid("score", "must be given");
        }
        String version = fields.require("version");
        String id = version.contains("@") ? version : setup.model() + "@" + version;
        if (!open(setup).record(id, score.getAsDouble())) {
            throw RefusedException.invalid("version", "must be " + setup.control() + " or " + setup.treatment());
        }
    }

    private TrafficTest.Setup requireOpen(String name) {
        Noted one = noted.get(name);
        if (one.end().isPresent()) {
            throw RefusedException.of(RefusedException.Kind.CONFLICT, "ended", "The experiment has ended.");
        }
        return one.setup();
    }
}
