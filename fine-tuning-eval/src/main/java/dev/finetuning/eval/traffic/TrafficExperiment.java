package dev.finetuning.eval.traffic;

import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.compare.Verdict;
import dev.finetuning.eval.internal.PValues;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.routing.RouteListener;
import dev.finetuning.routing.RoutedReply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * An A/B test of live traffic between two versions, stored in a journal. It continues after a restart,
 * several processes may add to it, and it may be looked at after every answer. Scores are in 0..1:
 * conversions are 0 or 1, feedback may be in between. Thread-safe.
 */
public final class TrafficExperiment {
    private static final String OPENED = "experiment.opened";
    private static final String CONTROL = "experiment.control";
    private static final String TREATMENT = "experiment.treatment";
    /** Between a score and the model that gave it. */
    private static final String JUDGED_BY = " by ";

    private final Journal journal;
    private final InstantSource clock;
    private final String stream;
    private final String name;
    private final String control;
    private final String treatment;
    private final SequentialTest test;
    private final Set<String> judges = new TreeSet<>();
    private long next = 1;

    private TrafficExperiment(
            Journal journal, InstantSource clock, String name, String control, String treatment, double alpha) {
        this.journal = journal;
        this.clock = clock;
        this.stream = "experiment/" + name;
        this.name = name;
        this.control = control;
        this.treatment = treatment;
        this.test = new SequentialTest(alpha);
    }

    /**
     * Starts an experiment, or continues it if the journal contains it.
     *
     * @param name its name in the journal
     * @param control the id of the version in production
     * @param treatment the id of the version that might replace it
     * @param alpha the accepted probability of a false difference over the whole experiment, within (0, 1)
     * @throws IllegalArgumentException if alpha is out of range, both versions are the same, or the
     *     experiment of that name has other versions or another alpha
     */
    public static TrafficExperiment open(
            Journal journal, InstantSource clock, String name, String control, String treatment, double alpha) {
        if (control.equals(treatment)) {
            throw new IllegalArgumentException("an experiment needs two versions, not " + control + " twice");
        }
        TrafficExperiment experiment = new TrafficExperiment(journal, clock, name, control, treatment, alpha);
        experiment.begin(control + "\n" + treatment + "\n" + alpha);
        return experiment;
    }

    private void begin(String settings) {
        if (journal.size(stream) == 0) {
            try {
                journal.append(stream, 0, List.of(new JournalEntry(OPENED, clock.instant(), settings)));
            } catch (JournalConflictException e) {
                // another process began it just now; whether with the same settings is seen below
            }
        }
        if (!journal.read(stream, 0, 1).get(0).body().equals(settings)) {
            throw new IllegalArgumentException("the experiment " + name
                    + " was started with other versions or another alpha; give the new one another name");
        }
    }

    /**
     * Records the score of an answer.
     *
     * @return false if the answer came from neither version, and nothing was recorded
     * @throws IllegalArgumentException if the score is not in 0..1
     */
    public boolean feedback(RoutedReply reply, double score) {
        return reply.version().map(version -> record(version.id(), score)).orElse(false);
    }

    /**
     * Records what a scorer says of an answer. If a model judged it, the {@link #scoreCard} says which, so that gates
     * ask how far it agrees with people; give such scores here, not as bare numbers.
     *
     * @return false if the answer came from neither version or the score is absent, and nothing was recorded
     */
    public boolean feedback(RoutedReply reply, Score score) {
        return reply.version().map(version -> record(version.id(), score)).orElse(false);
    }

    /**
     * Records the score of an answer of a version.
     *
     * @return false if it is neither version, and nothing was recorded
     * @throws IllegalArgumentException if the score is not in 0..1
     */
    public boolean record(String versionId, double score) {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a score lies in 0..1: " + score);
        }
        return append(versionId, Double.toString(score));
    }

    /**
     * Records what a scorer says of an answer of a version, as {@link #feedback(RoutedReply, Score)} does.
     *
     * @return false if it is neither version or the score is absent, and nothing was recorded
     */
    public boolean record(String versionId, Score score) {
        if (score.isAbsent()) {
            return false;
        }
        String value = Double.toString(score.value().getAsDouble());
        return append(
                versionId, score.judge().map(judge -> value + JUDGED_BY + judge).orElse(value));
    }

    private boolean append(String versionId, String body) {
        if (!versionId.equals(control) && !versionId.equals(treatment)) {
            return false;
        }
        String type = versionId.equals(control) ? CONTROL : TREATMENT;
        journal.append(stream, Journal.ANY_SIZE, List.of(new JournalEntry(type, clock.instant(), body)));
        return true;
    }

    /**
     * A listener that records 0 for every question that a version did not answer; add it to a router.
     * Shadow copies do not count.
     */
    public RouteListener failuresAsZero() {
        return call -> {
            if (!call.shadow() && call.failure().isPresent()) {
                record(call.version().id(), 0);
            }
        };
    }

    /** The verdict so far. */
    public synchronized Verdict verdict() {
        return current().verdict();
    }

    /** The anytime-valid p-value; see {@link SequentialTest}. */
    public synchronized double pValue() {
        return current().pValue();
    }

    /**
     * The difference of the means, treatment minus control, with an interval that is valid at all times
     * simultaneously.
     */
    public synchronized Estimate difference() {
        return current().difference();
    }

    /** How many answers have been scored, for both versions together. */
    public synchronized long scored() {
        return current().difference().n();
    }

    /** How many answers of a version have been scored; 0 for a version that is not in the experiment. */
    public synchronized long scored(String versionId) {
        SequentialTest now = current();
        return versionId.equals(control) ? now.controlCount() : versionId.equals(treatment) ? now.treatmentCount() : 0;
    }

    /** The verdict as an English sentence, with its figures. */
    public synchronized String sentence() {
        SequentialTest now = current();
        String opening = switch (now.verdict()) {
            case BETTER -> treatment + " does better than " + control;
            case WORSE -> treatment + " does worse than " + control;
            default -> "It is undecided whether " + treatment + " differs from " + control;
        };
        Estimate difference = now.difference();
        return opening
                + String.format(
                        Locale.ROOT,
                        " in traffic: difference %+.4f (interval %+.4f to %+.4f at any time, p %s) on %,d answers.",
                        difference.value(),
                        difference.low(),
                        difference.high(),
                        PValues.text(now.pValue()),
                        difference.n());
    }

    /**
     * The difference as a score card for the registry's gates, under a metric name of your choice. If models judged
     * answers, it names them, and needs a {@linkplain ScoreCard#withCalibration calibration} before a gate reads it;
     * there is none for several judges together.
     */
    public synchronized ScoreCard scoreCard(String metric, Instant measuredAt) {
        Estimate difference = current().difference();
        ScoreCard card = ScoreCard.of(
                        metric, difference.value(), Direction.HIGHER_IS_BETTER, difference.n(), measuredAt)
                .withInterval(new Interval(difference.low(), difference.high(), difference.level()))
                .withSource(stream);
        return judges.isEmpty() ? card : card.withJudge(String.join(" and ", judges));
    }

    // only under the lock: reading on moves the test that callers look at
    private SequentialTest current() {
        next = journal.forEach(stream, next, entry -> {
            String[] scoreAndJudge = entry.body().split(JUDGED_BY, 2);
            double score = Double.parseDouble(scoreAndJudge[0]);
            if (scoreAndJudge.length == 2) {
                judges.add(scoreAndJudge[1]);
            }
            if (entry.type().equals(CONTROL)) {
                test.addControl(score);
            } else {
                test.addTreatment(score);
            }
        });
        return test;
    }
}
